package dev.rondo.runtime.parse;

import dev.rondo.sdk.internal.build.HolidayFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads the days of the events of iCal files that lie in a DAG jar. Of the library that knows the format nothing is
 * loaded before the first file: most DAGs have none.
 */
public final class ICalHolidays implements HolidayFiles {

    // Holidays of a century for a dozen regions; a larger file is another kind of calendar.
    private static final int MAX_BYTES = 4 << 20;

    private final ClassLoader jar;

    /** Reads resources of this loader. */
    public ICalHolidays(ClassLoader jar) {
        this.jar = jar;
    }

    @Override
    public Reading read(String resource) {
        try (InputStream in = jar.getResourceAsStream(resource)) {
            if (in == null) {
                return new Reading.Unusable(
                        "the jar has no such resource",
                        "put it into src/main/resources and name it from there, without a leading slash");
            }
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return new Reading.Unusable("it has more than 4 MiB", "use a file of holidays only");
            }
            List<LocalDate> days = ICalDays.of(new String(bytes, StandardCharsets.UTF_8));
            return days.isEmpty()
                    ? new Reading.Unusable("it has no event", "use an iCal file (.ics) with a VEVENT for each holiday")
                    : new Reading.Days(days);
        } catch (IOException e) {
            return new Reading.Unusable("it cannot be read: " + e.getMessage(), "build the jar again");
        } catch (ICalDays.UnusableException e) {
            return new Reading.Unusable(String.valueOf(e.getMessage()), "mend the event, or take it out");
        }
    }
}
