# Rondo's image: what its archive holds, on a JDK, for a plain user. What follows the image's name is the command:
#   docker run --rm --init rondo version
# docker-compose.yml starts its processes from it; docs/guide/docker-compose.md says how.

FROM node:22-slim AS node

FROM maven:3.9-eclipse-temurin-25 AS build
# The Maven repository and the npm registry that the build takes everything from; empty: those that the tools know.
ARG MVNW_REPOURL=""
ARG NPM_CONFIG_REGISTRY=""
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
RUN [ -z "$MVNW_REPOURL" ] || { mkdir -p "$HOME/.m2" && printf '%s%s%s\n' \
      '<settings><mirrors><mirror><id>given</id><mirrorOf>*</mirrorOf><url>' "$MVNW_REPOURL" \
      '</url></mirror></mirrors></settings>' >"$HOME/.m2/settings.xml"; }
WORKDIR /src
COPY . .
ENV MAVEN_OPTS=-Dmaven.repo.local=/var/cache/build/maven NPM_CONFIG_CACHE=/var/cache/build/npm
RUN --mount=type=cache,target=/var/cache/build \
    ./mvnw -B -ntp -DskipTests -pl cli,dags -am package
RUN mkdir /opt/rondo && tar -xzf cli/target/rondo-[0-9]*.tar.gz -C /opt/rondo --strip-components=1

# Not a JRE: DAG files that are source are compiled.
FROM eclipse-temurin:25-jdk
# Folders first: a volume that is mounted there for the first time takes over whose they are.
RUN groupadd --gid 10001 rondo \
    && useradd --uid 10001 --gid rondo --home-dir /var/lib/rondo --no-create-home --shell /usr/sbin/nologin rondo \
    && install -d -o rondo -g rondo -m 750 /var/lib/rondo /var/lib/rondo-storage \
    && ln -s /opt/rondo/bin/rondo /usr/local/bin/rondo
COPY --from=build /opt/rondo /opt/rondo
# AOT caches would be made anew, by a whole server in the background, in each container.
ENV RONDO_HOME=/var/lib/rondo RONDO_AOT=off
USER rondo
WORKDIR /var/lib/rondo
# No VOLUME: each process that keeps nothing would leave a nameless one behind.
EXPOSE 8793 8794
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/rondo/bin/rondo"]
CMD ["--help"]
