package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void a_line_tells_rate_time_left_and_note() {
        ProgressLine.Plain plain = new ProgressLine.Plain(console, "pretrain", 1000, "steps");
        plain.to(0, "");

        assertThat(plain.describe(120, "loss 3.21", Duration.ofSeconds(10)))
                .isEqualTo("pretrain: 120 of 1000 steps, 12.0/s, 1:14 left, loss 3.21");
        assertThat(plain.describe(1, "", Duration.ofSeconds(10)))
                .isEqualTo("pretrain: 1 of 1000 steps, 10.0 s each, 2:46:30 left");
    }

    @Test
    void a_resumed_run_is_timed_from_where_it_went_on() {
        ProgressLine.Plain plain = new ProgressLine.Plain(console, "pretrain", 1000, "steps");
        plain.to(900, "");

        assertThat(plain.describe(950, "", Duration.ofSeconds(10)))
                .isEqualTo("pretrain: 950 of 1000 steps, 5.0/s, 0:10 left");
    }

    @Test
    void lines_come_every_few_seconds_and_at_the_end() {
        try (Progress progress = console.progress("x", 10_000, "steps")) {
            for (int i = 1; i <= 10_000; i++) {
                progress.to(i, "");
            }
        }

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSizeBetween(1, 3)
                .last()
                .asString()
                .startsWith("x: 10000 of 10000 steps");
    }

    @Test
    void quiet_shows_nothing() {
        console.format(false, true, false);
        try (Progress progress = console.progress("x", 1, "steps")) {
            progress.to(1, "");
        }

        assertThat(err.size()).isZero();
    }
}
