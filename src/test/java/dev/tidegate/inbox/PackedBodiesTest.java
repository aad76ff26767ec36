package dev.tidegate.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.Intake.Receipt;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies of the usual size lie packed, which nothing outside of the database notices. */
final class PackedBodiesTest {
  private static final String LANE = "lane " + "of a long name ".repeat(600);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aPackedBodyIsHandledShownComparedAndHashedAsItCame(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.start();
      scene.deliver("g1", LANE);
      scene.untilState("g1", State.DONE);
      assertThat(scene.deliveries().find("g1").getFirst().lane()).isEqualTo(LANE);
      assertThat(scene.deliveries().body("hook", "g1")).hasValue(LANE.getBytes(UTF_8));
      assertThat(number(scene, "SELECT length(body) FROM delivery_body")).isLessThan(1000);
      assertThat(scene.deliver("g1", LANE)).isEqualTo(Receipt.DUPLICATE);
      assertThat(scene.deliver("g1", LANE + "s")).isEqualTo(Receipt.CONFLICT);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDeadLettersPackedBodyIsKnownAgainByItsHash(Dialect dialect) {
    String garbage = "garbage".repeat(1000);
    try (Scene scene = new Scene(dialect)) {
      scene.start();
      scene.deliver("dead", garbage);
      scene.untilState("dead", State.DEAD);
      scene.clock().advance(Duration.ofDays(400));
      scene.deliveries().prune(scene.settings());
      assertThat(scene.deliveries().body("hook", "dead")).isEmpty();
      assertThat(scene.deliver("dead", garbage)).isEqualTo(Receipt.DUPLICATE);
      assertThat(scene.deliver("dead", garbage + "!")).isEqualTo(Receipt.CONFLICT);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatAnEarlierVersionStoredIsReadAsItLies(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.deliver("g1", LANE);
      change(scene, "UPDATE delivery_body SET body = ?, plain_length = NULL", LANE.getBytes(UTF_8));
      assertThat(scene.deliver("g1", LANE)).isEqualTo(Receipt.DUPLICATE);
      scene.start();
      scene.untilState("g1", State.DONE);
      assertThat(scene.deliveries().body("hook", "g1")).hasValue(LANE.getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDamagedBodyBecomesADeadLetterAndHoldsUpNoOther(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.deliver("g1", LANE);
      change(scene, "UPDATE delivery_body SET body = ?", new byte[] {1, 2, 3});
      scene.deliver("g2", LANE);
      scene.start();
      scene.untilState("g2", State.DONE);
      scene.untilState("g1", State.DEAD);
      assertThat(scene.deliveries().find("g1").getFirst().reason()).contains("damaged");
    }
  }

  private static long number(Scene scene, String sql) {
    try (Database database = Database.open(scene.target())) {
      return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
  }

  private static void change(Scene scene, String sql, byte[] body) {
    try (Database database = Database.open(scene.target())) {
      database.change(handle -> handle.execute(sql, (Object) body));
    }
  }
}
