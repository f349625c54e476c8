package dev.rondo.webserver.rest;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reaches a route, such as an address with a NUL or with bytes that are no UTF-8, with a problem
 * like any other, where Jetty would write a page of its own.
 */
public final class MalformedRequests implements Request.Handler {

    private final Json json;

    public MalformedRequests(Json json) {
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String detail = status / 100 == 4
                ? "the request is malformed; see that its address is percent-encoded UTF-8 without control characters"
                : "the server could not answer; its log says more";
        byte[] body = json.bytes(new Problem(detail, HttpStatus.getMessage(status), status, "HTTP_" + status));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
