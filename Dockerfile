# syntax=docker/dockerfile:1
# Two stages: build the jar, then a small runtime with git and bubblewrap.
#
#   docker build -t tidegate .
#   docker run --read-only --tmpfs /tmp -v tidegate-state:/var/lib/tidegate \
#     -v ./tidegate.yaml:/etc/tidegate/tidegate.yaml:ro -p 8080:8080 tidegate
#
# Terraform or OpenTofu and talosctl are not in the image: add the versions that your repositories
# pin, in an image of your own (docs/operations.md, "Adding terraform, tofu and talosctl"):
#
#   FROM tidegate
#   COPY --from=hashicorp/terraform:1.11.4 /bin/terraform /usr/local/bin/terraform

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml .
RUN mvn -q -B dependency:go-offline
COPY docs/rules docs/rules
COPY examples/gitops examples/gitops
COPY src src
RUN mvn -q -B -DskipTests -Dspotless.check.skip=true package \
 && mkdir -p /out/lib && cp target/tidegate-*-all.jar /out/lib/tidegate.jar

FROM eclipse-temurin:25-jre
RUN apt-get update \
 && apt-get install -y --no-install-recommends git bubblewrap socat util-linux wget \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/tidegate --create-home tidegate
COPY --from=build /out /opt/tidegate
COPY tidegate /opt/tidegate/tidegate
COPY hooks /opt/tidegate/hooks
# The caches belong to this very JVM and jar, so they are made here and not in the build stage.
RUN /opt/tidegate/tidegate version \
 && ls /opt/tidegate/lib/tidegate.serve.aot \
 && ln -s /opt/tidegate/tidegate /usr/local/bin/tidegate
USER 10001:10001
WORKDIR /var/lib/tidegate
VOLUME /var/lib/tidegate
EXPOSE 8080 9090
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s \
  CMD wget -q -O /dev/null http://127.0.0.1:9090/healthz || exit 1
ENTRYPOINT ["/opt/tidegate/tidegate"]
CMD ["serve", "--config", "/etc/tidegate/tidegate.yaml"]
