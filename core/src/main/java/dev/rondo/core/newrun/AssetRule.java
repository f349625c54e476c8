package dev.rondo.core.newrun;

import dev.rondo.core.state.Readiness;

/** One rule about runs that updates of assets make. */
interface AssetRule {

    Readiness check(AssetFacts facts);
}
