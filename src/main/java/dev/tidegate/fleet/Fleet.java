package dev.tidegate.fleet;

import java.util.List;
import java.util.Optional;

/**
 * What exists, as the configuration declares it for one repository.
 *
 * @param clusters known clusters; empty where none is declared (then destinations cannot be judged)
 * @param argocdApps folder of the Argo CD Application manifests, such as {@code
 *     kubernetes/argocd-apps}; empty where none is declared
 * @param terraformRoots folders of Terraform root modules
 * @param talosPaths folders whose change needs a Talos job
 * @param repoUrls clone addresses by which Applications name this repository; compare with {@link
 *     #isThisRepo}
 */
public record Fleet(
    List<Cluster> clusters,
    Optional<String> argocdApps,
    List<String> terraformRoots,
    List<String> talosPaths,
    List<String> repoUrls) {
  public Fleet {
    clusters = List.copyOf(clusters);
    terraformRoots = List.copyOf(terraformRoots);
    talosPaths = List.copyOf(talosPaths);
    repoUrls = List.copyOf(repoUrls);
  }

  public static Fleet empty() {
    return new Fleet(List.of(), Optional.empty(), List.of(), List.of(), List.of());
  }

  public Optional<Cluster> named(String name) {
    return clusters.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  public Optional<Cluster> servedAt(String address) {
    return clusters.stream().filter(c -> c.servedAt(address)).findFirst();
  }

  /** True where a source's address means this repository, whatever its scheme, case or suffix. */
  public boolean isThisRepo(String url) {
    String wanted = normal(url);
    return repoUrls.stream().anyMatch(u -> normal(u).equals(wanted));
  }

  /**
   * {@code host/path} in lower case: scheme, user, port, {@code .git} and a trailing slash gone;
   * GitHub's second name for SSH is its first.
   */
  static String normal(String url) {
    String s = url.strip().toLowerCase(java.util.Locale.ROOT);
    s = s.replaceFirst("^[a-z][a-z0-9+.-]*://", "");
    s = s.replaceFirst("^[^@/]*@", "");
    s = s.replaceFirst("^([^/:]+):(?:[0-9]+/|/?)", "$1/");
    s = s.replaceFirst("^ssh\\.github\\.com/", "github.com/").replaceAll("/{2,}", "/");
    s = s.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    return s;
  }
}
