package dev.rondo.webserver.taskinstance;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.InstanceQueries.InstanceKey;
import java.util.List;

/** Shows the instances that a command changed, or would change. */
public final class Affected {

    private final InstanceLookup lookup;

    public Affected(InstanceLookup lookup) {
        this.lookup = lookup;
    }

    /** The instances as they are now. */
    public Instances show(CommandReply.Affected reply) {
        List<InstanceKey> keys = reply.instances().stream()
                .map(each -> new InstanceKey(each.dagId(), each.runId(), each.taskId(), each.mapIndex()))
                .toList();
        return Instances.of(lookup.views(lookup.find(keys)), reply.total());
    }
}
