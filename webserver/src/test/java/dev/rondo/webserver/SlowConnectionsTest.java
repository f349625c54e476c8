package dev.rondo.webserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 500 connections at once that take all the time in the world: other people's requests are answered meanwhile. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowConnectionsTest {

    // More than the database has connections for, and the machine cores.
    private static final int MANY = 500;
    private static final int ROUNDS = 8;

    private TestWebserver web;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    /** How a connection is slow: what it sends at once, and what a byte at a time. */
    enum Slow {
        SAYS_NOTHING {
            @Override
            String begin(String token) {
                return "";
            }

            @Override
            String more() {
                return "";
            }
        },
        SENDS_ITS_HEADERS_BYTE_BY_BYTE {
            @Override
            String begin(String token) {
                return "GET /api/v2/dags HTTP/1.1\r\nHost: x\r\nX-Long: ";
            }

            @Override
            String more() {
                return "x";
            }
        },
        SENDS_ITS_BODY_BYTE_BY_BYTE {
            @Override
            String begin(String token) {
                return "POST /api/v2/variables HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 10000\r\nAuthorization: Bearer " + token + "\r\n\r\n{";
            }

            @Override
            String more() {
                return " ";
            }
        },
        NEVER_READS_WHAT_IT_ASKED_FOR {
            @Override
            String begin(String token) {
                // Of which less than a tenth fits into what lies between.
                return "GET /api/v2/openapi.json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            }

            @Override
            String more() {
                return "";
            }
        };

        abstract String begin(String token);

        abstract String more();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(180)
    void others_are_answered(Slow slow) throws Exception {
        String token = web.token("admin");
        List<Socket> slowOnes = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Socket socket = new Socket();
                slowOnes.add(socket);
                socket.setReceiveBufferSize(1_024); // so that who does not read is waited for soon
                socket.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), web.server().port()));
                send(socket, slow.begin(token));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Socket socket : slowOnes) {
                    send(socket, slow.more());
                }

                assertThat(web.get("/api/v2/dags").status()).isEqualTo(200);
                assertThat(web.post("/api/v2/pools", "{}").status()).isBetween(400, 499);
            }
        } finally {
            for (Socket socket : slowOnes) {
                socket.close();
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }
}
