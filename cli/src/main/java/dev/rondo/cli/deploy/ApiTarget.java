package dev.rondo.cli.deploy;

import dev.rondo.cli.api.ApiClient;

/** The dags folder of a webserver. */
record ApiTarget(ApiClient api) implements DeployTarget {

    @Override
    public String name() {
        return api.server().toString();
    }

    @Override
    public void put(DagFile file) {
        var ignored = api.upload(KnownFile.path(file.name()), file.path(), file.sha256());
    }
}
