package dev.rondo.storage.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;

/** Answers lists, in pages that are small enough to be several in a test. */
final class S3Listing {

    private static final int PAGE = 3;

    private S3Listing() {}

    static S3Reply answer(S3Call call, S3Objects objects) {
        if (!call.method().equals("GET") || !call.query("list-type").equals("2")) {
            throw new S3Refusal(405, "MethodNotAllowed", "only lists are answered");
        }
        String prefix = call.query("prefix");
        String after = new String(Base64.getDecoder().decode(call.query("continuation-token")), UTF_8);
        NavigableMap<String, StoredBytes> rest = objects.all().tailMap(after, false);
        StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        int count = 0;
        String last = "";
        for (Map.Entry<String, StoredBytes> entry : rest.entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            if (count == PAGE) {
                xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                        .append(Base64.getEncoder().encodeToString(last.getBytes(UTF_8)))
                        .append("</NextContinuationToken>");
                return S3Reply.xml(xml.append("</ListBucketResult>").toString());
            }
            count++;
            last = entry.getKey();
            StoredBytes object = entry.getValue();
            xml.append("<Contents><Key>")
                    .append(encoded(last))
                    .append("</Key><LastModified>")
                    .append(object.changedAt())
                    .append("</LastModified><ETag>")
                    .append(object.etag().replace("\"", "&quot;"))
                    .append("</ETag><Size>")
                    .append(object.bytes().length)
                    .append("</Size></Contents>");
        }
        return S3Reply.xml(xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>")
                .toString());
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8);
    }
}
