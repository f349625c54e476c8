package dev.rondo.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchedulerUrlTest {

    @Test
    void an_ipv6_address_is_announced_in_brackets() {
        assertThat(Scheduler.urlOf("::1", 8794)).isEqualTo("http://[::1]:8794");
        assertThat(Scheduler.urlOf("127.0.0.1", 8794)).isEqualTo("http://127.0.0.1:8794");
        assertThat(Scheduler.urlOf("scheduler.internal", 8794)).isEqualTo("http://scheduler.internal:8794");
    }

    @Test
    void a_host_may_have_a_name_that_is_none_in_an_address() {
        assertThat(Scheduler.urlOf("rondo_scheduler", 8794)).isEqualTo("http://rondo_scheduler:8794");
    }
}
