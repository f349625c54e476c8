package dev.rondo.core.asset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetExpression;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssetConditionTest {

    private static final Asset A = Asset.of("a");
    private static final Asset B = Asset.of("b");
    private static final Asset C = Asset.of("c");
    private static final AssetAlias D = AssetAlias.of("d");

    private static Optional<String> awaited(AssetExpression expression, String... updated) {
        Set<AssetLeaf> leaves = Arrays.stream(updated)
                .map(name -> new AssetLeaf(name.equals("d") ? AssetLeaf.ALIAS : AssetLeaf.ASSET, name))
                .collect(Collectors.toSet());
        Optional<String> awaited = AssetCondition.awaited(expression, leaves).map(Object::toString);
        assertThat(AssetCondition.holds(expression, leaves)).isEqualTo(awaited.isEmpty());
        return awaited;
    }

    @Test
    void of_all_those_that_are_missing_are_awaited() {
        assertThat(awaited(A.and(B))).hasValue("a and b");
        assertThat(awaited(A.and(B), "a")).hasValue("b");
        assertThat(awaited(A.and(B), "a", "b")).isEmpty();
    }

    @Test
    void of_any_none_is_awaited_once_there_is_one() {
        assertThat(awaited(A.or(B))).hasValue("a or b");
        assertThat(awaited(A.or(B), "b")).isEmpty();
        assertThat(awaited(A, "b")).hasValue("a");
    }

    @Test
    void what_holds_is_left_out_of_what_is_awaited() {
        AssetExpression both = A.and(B.or(C.and(D)));

        assertThat(awaited(both)).hasValue("a and (b or (c and alias d))");
        assertThat(awaited(both, "a", "c")).hasValue("b or alias d");
        assertThat(awaited(both, "c", "d")).hasValue("a");
        assertThat(awaited(both, "a", "b")).isEmpty();
    }
}
