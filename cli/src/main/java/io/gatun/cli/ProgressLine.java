package io.gatun.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// The two forms in which [Progress] is shown.
final class ProgressLine {

    private ProgressLine() {}

    /// A bar that a terminal redraws, with rate and time left.
    static final class Bar implements Progress {

        private final Console console;
        private final ProgressBar bar;

        Bar(Console console, String task, long total, String unit) {
            this.console = console;
            int columns = Math.max(40, Integer.getInteger("gatun.columns", 80) - 1);
            this.bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(250)
                    .showSpeed()
                    .setMaxRenderedLength(columns)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), columns))
                    .build();
        }

        @Override
        public void to(long done, String note) {
            bar.stepTo(done);
            bar.setExtraMessage(note);
        }

        @Override
        public void close() {
            bar.close();
            console.endBar();
        }
    }

    /// A line every few seconds, for logs.
    static final class Plain implements Progress {

        private static final Duration PAUSE = Duration.ofSeconds(5);

        private final Console console;
        private final String task;
        private final long total;
        private final String unit;
        private final long begun = System.nanoTime();
        private long shown = begun;
        private long first = -1;

        Plain(Console console, String task, long total, String unit) {
            this.console = console;
            this.task = task;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void to(long done, String note) {
            long now = System.nanoTime();
            if (first < 0) {
                first = done; // a resumed run does not begin at 0
            }
            if (now - shown < PAUSE.toNanos() && done != total) {
                return;
            }
            shown = now;
            console.note(describe(done, note, Duration.ofNanos(now - begun)));
        }

        /// `pretrain: 120 of 1000 steps, 12.0/s, 1:13 left, loss 3.21`.
        String describe(long done, String note, Duration since) {
            double rate = (done - first) / Math.max(1e-9, since.toNanos() / 1e9);
            if (total <= 0) {
                return "%s: %d %s".formatted(task, done, note);
            }
            StringBuilder line = new StringBuilder("%s: %d of %d %s".formatted(task, done, total, unit));
            if (rate > 0) {
                line.append(
                        rate >= 1
                                ? String.format(Locale.ROOT, ", %.1f/s", rate)
                                : String.format(Locale.ROOT, ", %.1f s each", 1 / rate));
                if (done < total) {
                    line.append(", ")
                            .append(clock((long) Math.ceil((total - done) / rate)))
                            .append(" left");
                }
            }
            return note.isEmpty() ? line.toString() : line + ", " + note;
        }

        private static String clock(long seconds) {
            return seconds < 3600
                    ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                    : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        }

        @Override
        public void close() {}
    }
}
