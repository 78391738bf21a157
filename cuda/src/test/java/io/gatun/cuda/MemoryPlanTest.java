package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.cuda.MemoryPlan.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {

    @Test
    void pieces_that_do_not_live_together_share_a_place() {
        MemoryPlan plan = MemoryPlan.of(List.of(new Piece(1000, 0, 1), new Piece(900, 2, 3), new Piece(10, 4, 5)));

        assertThat(plan.bytes()).isEqualTo(1024);
        assertThat(plan.offset(1)).isZero();
    }

    @Test
    void a_gap_between_two_pieces_is_used() {
        // the first and the third live all the time; what lies between them is free after 2
        MemoryPlan plan = MemoryPlan.of(
                List.of(new Piece(1024, 0, 9), new Piece(768, 1, 2), new Piece(512, 3, 9), new Piece(256, 4, 9)));

        assertThat(plan.bytes()).isEqualTo(1024 + 768);
    }

    @Test
    void nothing_takes_nothing() {
        assertThat(MemoryPlan.of(List.of()).bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pieces_that_live_together_lie_apart(long seed) {
        Random random = new Random(seed);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(600);
            pieces.add(new Piece(1 + random.nextInt(10_000), from, from + 1 + random.nextInt(60)));
        }

        MemoryPlan plan = MemoryPlan.of(pieces);

        for (int i = 0; i < pieces.size(); i++) {
            assertThat(plan.offset(i) % 256).isZero();
            assertThat(plan.offset(i) + plan.piece(i).bytes()).isLessThanOrEqualTo(plan.bytes());
            for (int j = 0; j < i; j++) {
                boolean together = pieces.get(i).from() < pieces.get(j).to()
                        && pieces.get(j).from() < pieces.get(i).to();
                boolean apart = plan.offset(i) + plan.piece(i).bytes() <= plan.offset(j)
                        || plan.offset(j) + plan.piece(j).bytes() <= plan.offset(i);
                assertThat(!together || apart).isTrue();
            }
        }
        long least = 0; // at any time, what lives then needs room
        for (int t = 0; t < 700; t++) {
            int now = t;
            least = Math.max(
                    least,
                    pieces.stream()
                            .filter(piece -> piece.from() <= now && now < piece.to())
                            .mapToLong(Piece::bytes)
                            .sum());
        }
        assertThat(plan.bytes()).isLessThan(least * 5 / 4);
    }
}
