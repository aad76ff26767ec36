package dev.tidegate.ingress.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The few values of a payload that are used, by dotted path. The whole text must be one JSON object
 * in valid UTF-8 without repeated keys, at most 100 deep; what is not used is read over, not kept.
 */
final class Payload {
  private static final int LONGEST_TEXT = 1024 * 1024;
  private static final int DEEPEST = 100;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNumberLength(100)
                  .maxNameLength(1000)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /** Every path that may be asked for. */
  private static final Set<String> USED =
      Set.of(
          "action",
          "ref",
          "before",
          "after",
          "forced",
          "pusher.name",
          "sender.login",
          "repository.full_name",
          "changes.base",
          "pull_request.number",
          "pull_request.merged",
          "pull_request.head.sha",
          "pull_request.head.repo.full_name",
          "pull_request.base.ref",
          "pull_request.user.login",
          "issue.number",
          "issue.pull_request",
          "comment.user.login",
          "comment.body",
          "check_run.head_sha",
          "check_run.check_suite.head_branch",
          "check_suite.head_sha",
          "check_suite.head_branch",
          "merge_group.base_sha",
          "merge_group.head_sha",
          "merge_group.base_ref",
          "hook.events");

  /** The paths above, and those that lead to them. */
  private static final Set<String> ON_THE_WAY = onTheWay();

  /** String, Long, Boolean, List of String, or {@link #PRESENT}. */
  private final Map<String, Object> values = new HashMap<>();

  private static final Object PRESENT = new Object();

  private Payload() {}

  /**
   * @throws IllegalArgumentException naming what is wrong with the text, never showing it
   */
  static Payload read(byte[] body) {
    Payload payload = new Payload();
    InputStreamReader text =
        new InputStreamReader(
            new ByteArrayInputStream(body),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the payload is not a JSON object");
      }
      payload.object(parser, "");
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the payload's JSON object");
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the payload is not valid UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the payload is not acceptable JSON: " + reason(e));
    } catch (IOException e) {
      throw new IllegalArgumentException("the payload cannot be read", e);
    }
    return payload;
  }

  /** Jackson's reason as a kind and a place: its own text may quote the payload. */
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
    String kind =
        message.startsWith("Duplicate field")
            ? "a repeated key"
            : e.getClass().getSimpleName().contains("Constraints")
                ? "too deep, or a text or number too long"
                : message.startsWith("Unexpected end") ? "it ends too early" : "a syntax error";
    long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
    return offset < 0 ? kind : kind + " at character " + offset;
  }

  private void object(JsonParser parser, String path) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      String at = path.isEmpty() ? name : path + "." + name;
      JsonToken token = parser.nextToken();
      if (!ON_THE_WAY.contains(at)) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        values.put(at, PRESENT);
        object(parser, at);
      } else if (token == JsonToken.START_ARRAY) {
        values.put(at, array(parser));
      } else {
        scalar(parser, token).ifPresent(value -> values.put(at, value));
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IllegalArgumentException("the payload is not acceptable JSON: it ends too early");
    }
  }

  private static List<String> array(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING && texts.size() < 1000) {
        texts.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return texts;
  }

  private static Optional<Object> scalar(JsonParser parser, @Nullable JsonToken token)
      throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getText());
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return Optional.of(parser.getLongValue());
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return Optional.of(token == JsonToken.VALUE_TRUE);
    }
    return token == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(PRESENT);
  }

  /** True where a value other than null stands there. */
  boolean has(String path) {
    return value(path) != null;
  }

  /** The text there; empty where it is missing or null. */
  Optional<String> find(String path) {
    Object value = value(path);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(sound(path, text));
    }
    throw new IllegalArgumentException(path + " is not a text");
  }

  String text(String path) {
    return find(path).orElseThrow(() -> new IllegalArgumentException(path + " is missing"));
  }

  /** The text there, made into something; its complaint is put behind the path. */
  <T> T as(String path, Function<String, T> make) {
    String text = text(path);
    try {
      return make.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  /** A whole number from 1. */
  int number(String path) {
    if (value(path) instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new IllegalArgumentException(path + " is not a number from 1");
  }

  /** The truth there; false where it is missing or null. */
  boolean flag(String path) {
    Object value = value(path);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new IllegalArgumentException(path + " is neither true nor false");
  }

  /** The texts of a list. */
  List<String> texts(String path) {
    if (value(path) instanceof List<?> list) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new IllegalArgumentException(path + " is not a list");
  }

  private @Nullable Object value(String path) {
    if (!USED.contains(path) && !ON_THE_WAY.contains(path)) {
      throw new IllegalStateException(path + " is not among the paths that are kept");
    }
    return values.get(path);
  }

  private static String sound(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw new IllegalArgumentException(path + " holds a NUL or half a character");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }

  private static Set<String> onTheWay() {
    Set<String> paths = new HashSet<>();
    for (String used : USED) {
      for (int dot = used.indexOf('.'); dot >= 0; dot = used.indexOf('.', dot + 1)) {
        paths.add(used.substring(0, dot));
      }
      paths.add(used);
    }
    return Set.copyOf(paths);
  }
}
