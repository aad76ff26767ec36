package dev.tidegate.policy.rules.argocd;

import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which declared cluster an Application's destination means, as Argo CD resolves it. */
sealed interface Destination {
  /** The cluster in which Argo CD itself runs. */
  String LOCAL_NAME = "in-cluster";

  String LOCAL_SERVER = "https://kubernetes.default.svc";

  record Known(Cluster cluster) implements Destination {}

  record Unknown(String asked) implements Destination {}

  record Ambiguous(String asked, List<Cluster> clusters) implements Destination {}

  /** No destination, two of them, or one that is filled in later. */
  record Undecided() implements Destination {}

  static Destination of(App app, Fleet fleet) {
    Optional<String> server = app.text("spec", "destination", "server").filter(s -> !s.isBlank());
    Optional<String> name = app.text("spec", "destination", "name").filter(s -> !s.isBlank());
    boolean open = Stream.concat(server.stream(), name.stream()).anyMatch(App::templated);
    if (open || server.isPresent() == name.isPresent()) {
      return new Undecided();
    }
    return asked(server.or(() -> name).orElse(""), server.isPresent(), fleet);
  }

  /**
   * @param server whether it is an address, not a name
   */
  static Destination asked(String asked, boolean server, Fleet fleet) {
    List<Cluster> found =
        fleet.clusters().stream()
            .filter(c -> server ? c.servedAt(asked) : c.name().equals(asked))
            .toList();
    boolean local = asked.equals(LOCAL_NAME) || asked.replaceFirst("/$", "").equals(LOCAL_SERVER);
    if (found.isEmpty() && local) {
      found = fleet.clusters().stream().filter(Cluster::runsArgocd).toList();
    }
    return switch (found.size()) {
      case 0 -> new Unknown(asked);
      case 1 -> new Known(found.getFirst());
      default -> new Ambiguous(asked, found);
    };
  }
}
