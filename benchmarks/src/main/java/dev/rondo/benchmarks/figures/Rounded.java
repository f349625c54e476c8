package dev.rondo.benchmarks.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers without digits that mean nothing. */
public final class Rounded {

    private Rounded() {}

    /** The number with at most so many decimals. */
    public static double to(int decimals, double number) {
        return BigDecimal.valueOf(number)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
