package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatun.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads every task whole where `-Dgatun.data=DIR` names a folder with the original files, and counts. A count
/// is right if it is that of the published data set or that of the part on which Gatun is developed.
class RealDataTest {

    private static final String FOLDER = System.getProperty("gatun.data");

    // training and validation data together, as one may be split off the other; published / part
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "civil-comments | 1902194/2170 | 97320/999",
                "wiki-toxic     | 159571/16233 | 63978/6090",
                "imdb           | 25000        | 25000/12500",
                "sst2           | 67349/68221  | 872/911",
                "s140           | 1600000/17547| 359",
                "trec           | 5452         | 500/250",
                "agnews         | 120000/34731 | 7600/3800",
                "cogs           | 27155        | 3000",
                "mnli           | 392702/3000  | 9815/7469",
                "squad          | 87599/896    | 10570/205",
            })
    void every_split_is_read_whole(String name, String training, String test) {
        assumeTrue(FOLDER != null, "no -Dgatun.data=DIR");
        var notes = new ArrayList<String>();
        Task task =
                Tasks.named(name, TaskSettings.NONE.withData(Path.of(FOLDER)).withNotes(notes::add));

        List<Example> learned = Stream.of(Split.TRAIN, Split.VALIDATION)
                .flatMap(split -> task.load(split).stream())
                .toList();
        List<Example> tested = task.load(Split.TEST);

        assertThat(training.split("/", -1)).contains(String.valueOf(learned.size()));
        assertThat(test.split("/", -1)).contains(String.valueOf(tested.size()));
        assertThat(notes).isEmpty();
        if (task.classification()) {
            assertThat(targets(learned)).isEqualTo(new HashSet<>(task.labels()));
            assertThat(new HashSet<>(task.labels())).containsAll(targets(tested));
        }
        if (task.splits().contains(Split.GENERALIZATION)) {
            assertThat(task.load(Split.GENERALIZATION)).hasSize(21_000);
        }
    }

    private static Set<String> targets(List<Example> examples) {
        return examples.stream().map(Example::target).collect(Collectors.toSet());
    }
}
