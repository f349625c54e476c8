package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Request;

/** What the event log says of a request that asks no scheduler. */
final class Audited {

    private Audited() {}

    static AuditTrail.Entry entry(Request request, String kind, String body) {
        return new AuditTrail.Entry(
                request.caller().username(),
                CommandSender.source(request),
                request.remoteAddress(),
                request.caller().tokenName(),
                kind,
                body);
    }
}
