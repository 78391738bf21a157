package io.gatun.cli.report;

import java.util.List;
import java.util.stream.Stream;

/// The table of every single run.
final class RunTable {

    private RunTable() {}

    static String html(Results results) {
        List<String> rates = results.runs().stream()
                .flatMap(run -> run.more().keySet().stream())
                .distinct()
                .toList();
        Markup table = new Markup();
        table.raw("<div class=\"scroll\"><table><thead><tr>");
        Stream.concat(
                        Stream.of(
                                "task",
                                "architecture",
                                "start",
                                "seed",
                                "metric",
                                "value",
                                "baseline",
                                "examples",
                                "steps",
                                "time",
                                "processor, %"),
                        rates.stream().map(Words::name))
                .forEach(name -> table.add("<th>%s</th>", name));
        table.raw("</tr></thead><tbody>\n");
        for (Run run : results.runs()) {
            table.raw("<tr>");
            Stream.of(
                            run.task(),
                            run.arch(),
                            run.pretrained() ? "pre-trained" : "scratch",
                            String.valueOf(run.seed()),
                            Words.name(run.metric()),
                            Words.percent(run.value()),
                            Words.percent(run.baseline()),
                            Words.whole(run.n()),
                            Words.whole(run.steps()),
                            Words.time(run.seconds()),
                            CpuShare.write(run.cpuShare()))
                    .forEach(value -> table.add("<td>%s</td>", value));
            for (String rate : rates) {
                Double value = run.more().get(rate);
                table.add("<td>%s</td>", value == null ? "" : Words.percent(value));
            }
            table.raw("</tr>\n");
        }
        return table.raw("</tbody></table></div>\n").toString();
    }
}
