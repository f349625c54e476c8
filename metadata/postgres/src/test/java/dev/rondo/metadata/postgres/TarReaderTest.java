package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void files_folders_and_links_come_out_as_they_went_in() throws IOException {
        entry("share/", '5', "0000755", "", new byte[0]);
        entry("bin/tool", '0', "0000755", "", "#!/bin/sh".getBytes(StandardCharsets.UTF_8));
        entry("share/text", '0', "0000600", "", new byte[1024]);
        entry("share/link", '2', "0000777", "text", new byte[0]);

        int files = unpack(archive.toByteArray());

        assertThat(files).isEqualTo(2);
        assertThat(folder.resolve("bin/tool")).isExecutable().hasContent("#!/bin/sh");
        assertThat(Files.isExecutable(folder.resolve("share/text"))).isFalse();
        assertThat(folder.resolve("share/link")).hasBinaryContent(new byte[1024]);
    }

    @Test
    void a_name_that_leads_out_is_refused() throws IOException {
        entry("../outside", '0', "0000644", "", new byte[0]);

        assertThatThrownBy(() -> unpack(archive.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'../outside' leads out of");
    }

    @Test
    void a_link_that_leads_out_is_refused() throws IOException {
        entry("link", '2', "0000777", "../../etc/passwd", new byte[0]);

        assertThatThrownBy(() -> unpack(archive.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of");
    }

    @Test
    void a_type_of_entry_that_is_not_known_is_refused() throws IOException {
        entry("hard", '1', "0000644", "other", new byte[0]);

        assertThatThrownBy(() -> unpack(archive.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessage("tar entry 'hard' is of the unknown type '1'");
    }

    @Test
    void an_archive_that_ends_too_soon_is_refused() throws IOException {
        entry("file", '0', "0000644", "", new byte[2000]);
        byte[] cut = Arrays.copyOf(archive.toByteArray(), 1000);

        assertThatThrownBy(() -> unpack(cut))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("ends within 'file'");
    }

    private int unpack(byte[] bytes) throws IOException {
        return new TarReader(new ByteArrayInputStream(bytes), folder).unpack();
    }

    private void entry(String name, char type, String mode, String link, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 124, "%011o".formatted(content.length));
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar  ");
        archive.write(header);
        archive.write(content);
        archive.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
