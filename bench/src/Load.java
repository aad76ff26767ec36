import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends signed push deliveries of about 8 KB over kept connections on loopback.
 *
 * <p>{@code java Load.java PORT PATH SECRET SECONDS CONNECTIONS RATE GOOD}: RATE 0 means as fast as
 * answers come; GOOD false sends well-formed wrong signatures. Prints {@code rate p50 p99 max} (per
 * second, milliseconds) and the answers by status.
 */
public final class Load {
  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
  private static final byte[] END = ascii("\r\n\r\n");
  private static final byte[] LENGTH = ascii("\r\ncontent-length:");
  private static final byte[] CLOSE = ascii("\r\nconnection: close");
  private static final String[] LINKS =
      ("forks keys collaborators teams hooks issues_events events assignees branches tags git_blobs git_tags git_refs"
              + " git_trees statuses languages stargazers contributors subscribers subscription commits git_commits"
              + " comments issues_comments contents compare merges archive downloads issues pulls milestones")
          .split(" ");

  public static void main(String[] a) throws Exception {
    int port = Integer.parseInt(a[0]);
    String path = a[1];
    int seconds = Integer.parseInt(a[3]);
    int connections = Integer.parseInt(a[4]);
    double rate = Double.parseDouble(a[5]);
    boolean good = Boolean.parseBoolean(a[6]);
    byte[] body = body();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(a[2].getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body));
    if (!good) {
      signature = "0".repeat(64);
    }
    String head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-GitHub-Event: push\r\nX-GitHub-Hook-ID: 1\r\nX-Hub-Signature-256: sha256=%s\r\nX-GitHub-Delivery: 00000000-0000-0001-"
            .formatted(path, body.length, signature);
    long[][] times = new long[connections][];
    Map<Integer, AtomicLong> answers = new java.util.concurrent.ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(connections);
    long begin = System.nanoTime();
    for (int c = 0; c < connections; c++) {
      int mine = c;
      Thread.ofPlatform()
          .start(
              () -> {
                times[mine] = send(port, head, body, rate / connections, stop, answers);
                ended.countDown();
              });
    }
    LockSupport.parkNanos(seconds * 1_000_000_000L);
    stop.set(true);
    ended.await();
    double took = (System.nanoTime() - begin) / 1e9;
    long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
    if (all.length == 0) {
      System.out.println("0 0 0 0 none");
      return;
    }
    System.out.printf(
        "%.0f %.2f %.2f %.2f %s%n",
        all.length / took,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        all[all.length - 1] / 1e6,
        new TreeMap<>(answers));
  }

  private static long[] send(
      int port,
      String head,
      byte[] body,
      double rate,
      AtomicBoolean stop,
      Map<Integer, AtomicLong> answers) {
    long[] times = new long[1 << 16];
    int n = 0;
    byte[] in = new byte[8192];
    byte[] request =
        (head + "0000-000000000000\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    int guid = head.length();
    long next = System.nanoTime();
    while (!stop.get()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        InputStream answer = socket.getInputStream();
        while (!stop.get()) {
          if (rate > 0) {
            next += (long) (1e9 / rate);
            long pause = next - System.nanoTime();
            if (pause > 0) {
              LockSupport.parkNanos(pause);
            }
          }
          number(request, guid, NUMBER.incrementAndGet());
          long start = System.nanoTime();
          out.write(request);
          int status = read(answer, in);
          if (n == times.length) {
            times = Arrays.copyOf(times, n * 2);
          }
          times[n++] = System.nanoTime() - start;
          answers.computeIfAbsent(Math.abs(status), s -> new AtomicLong()).incrementAndGet();
          if (status < 0) {
            break;
          }
        }
      } catch (IOException e) {
        answers.computeIfAbsent(0, s -> new AtomicLong()).incrementAndGet();
      }
    }
    return Arrays.copyOf(times, n);
  }

  /** Writes 16 hex digits as {@code XXXX-XXXXXXXXXXXX}: the end of a GUID. */
  private static void number(byte[] request, int at, long number) {
    for (int i = 16; i >= 0; i--) {
      if (i != 4) {
        request[at + i] = (byte) Character.forDigit((int) (number & 15), 16);
        number >>>= 4;
      }
    }
  }

  /**
   * The status; negative where the connection is closed after it. Reads bytes and makes no text, so
   * that the two cores are the server's and not the sender's.
   */
  private static int read(InputStream in, byte[] buffer) throws IOException {
    int have = 0;
    int end = -1;
    while (end < 0) {
      have += more(in, buffer, have);
      end = find(buffer, 0, have, END);
    }
    int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    int at = find(buffer, 0, end, LENGTH);
    int length = 0;
    for (int i = at + LENGTH.length; at >= 0 && buffer[i] != '\r'; i++) {
      length = length * 10 + (buffer[i] == ' ' ? 0 : buffer[i] - '0');
    }
    while (have < end + END.length + length) {
      have += more(in, buffer, have);
    }
    return find(buffer, 0, end, CLOSE) >= 0 ? -status : status;
  }

  private static int more(InputStream in, byte[] buffer, int have) throws IOException {
    int r = in.read(buffer, have, buffer.length - have);
    if (r < 0) {
      throw new IOException("closed");
    }
    return r;
  }

  /** Where the lower-case words begin, in any case of the buffer; -1 for nowhere. */
  private static int find(byte[] buffer, int from, int to, byte[] words) {
    for (int i = from; i <= to - words.length; i++) {
      int k = 0;
      while (k < words.length && (buffer[i + k] | (words[k] >= 'a' ? 32 : 0)) == words[k]) {
        k++;
      }
      if (k == words.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Of the kind and size that GitHub sends: links by the dozen, then commits of random ids. */
  private static byte[] body() {
    Random random = new Random(8192);
    String api = "https://api.github.com/repos/acme/other/";
    StringBuilder text = new StringBuilder("{\"ref\":\"refs/heads/main\",\"before\":\"");
    text.append(id(random)).append("\",\"after\":\"").append(id(random));
    text.append("\",\"repository\":{\"id\":186853002,\"full_name\":\"acme/other\",\"private\":false");
    for (String word : LINKS) {
      text.append(",\"%s_url\":\"%s%s{/sha}\"".formatted(word, api, word.replace('_', '/')));
    }
    text.append("},\"pusher\":{\"name\":\"m\",\"email\":\"m@acme.example\"},\"commits\":[");
    for (String comma = ""; text.length() < 8192 - 700; comma = ",") {
      String id = id(random);
      text.append(comma).append("{\"id\":\"").append(id).append("\",\"tree_id\":\"").append(id(random));
      text.append("\",\"distinct\":true,\"message\":\"Raise the image to ").append(id(random), 0, 12);
      text.append("\",\"timestamp\":\"2026-01-01T00:00:00+00:00\",\"url\":\"https://github.com/acme/other/commit/");
      text.append(id).append("\",\"author\":{\"name\":\"M. Muster\",\"email\":\"m@acme.example\",\"username\":\"m\"}");
      text.append(",\"added\":[],\"removed\":[],\"modified\":[\"kubernetes/applications/app-");
      text.append(random.nextInt(1000)).append("/deployment.yaml\"]}");
    }
    text.append("],\"compare\":\"");
    while (text.length() < 8192 - 2) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String id(Random random) {
    StringBuilder id = new StringBuilder();
    while (id.length() < 40) {
      id.append(Character.forDigit(random.nextInt(16), 16));
    }
    return id.toString();
  }
}
