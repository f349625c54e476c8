package dev.rondo.cli.dags.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.dags.drawing.Drawing.Box;
import dev.rondo.cli.dags.drawing.Drawing.Frame;
import dev.rondo.cli.dags.drawing.Drawing.Line;
import dev.rondo.cli.dags.drawing.Drawing.Point;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where the tasks of a DAG are drawn. */
class LayoutTest {

    private static final List<DrawnTask> TRAINING = List.of(
            task("ingest", "", "train.fit", "train.check.drift"),
            task("train.fit", "train", "push"),
            task("train.check.drift", "train.check", "push", "a task of another DAG"),
            task("push", ""));

    private static DrawnTask task(String id, String group, String... downstream) {
        return new DrawnTask(id, id.substring(id.lastIndexOf('.') + 1), "lambda", group, List.of(downstream));
    }

    private static Box box(Drawing drawing, String title) {
        return drawing.boxes().stream()
                .filter(box -> box.title().equals(title))
                .findAny()
                .orElseThrow();
    }

    private static Frame frame(Drawing drawing, String title) {
        return drawing.frames().stream()
                .filter(frame -> frame.title().equals(title))
                .findAny()
                .orElseThrow();
    }

    private static Rectangle2D area(Box box) {
        return new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height());
    }

    private static Rectangle2D area(Frame frame) {
        return new Rectangle2D.Double(frame.x(), frame.y(), frame.width(), frame.height());
    }

    @Test
    void a_task_stands_to_the_right_of_what_it_follows() {
        Drawing drawing = Layout.of("training", TRAINING);

        assertThat(box(drawing, "fit").x())
                .isGreaterThan(area(box(drawing, "ingest")).getMaxX());
        assertThat(box(drawing, "push").x())
                .isGreaterThan(area(box(drawing, "fit")).getMaxX());
        assertThat(box(drawing, "push").x())
                .isGreaterThan(area(box(drawing, "drift")).getMaxX());
    }

    @Test
    void a_group_is_a_frame_around_its_tasks_and_groups() {
        Drawing drawing = Layout.of("training", TRAINING);

        assertThat(drawing.frames()).extracting(Frame::title).containsExactly("train", "check");
        Rectangle2D train = area(frame(drawing, "train"));
        Rectangle2D check = area(frame(drawing, "check"));
        assertThat(train.contains(check)).isTrue();
        assertThat(train.contains(area(box(drawing, "fit")))).isTrue();
        assertThat(check.contains(area(box(drawing, "drift")))).isTrue();
        assertThat(check.intersects(area(box(drawing, "fit")))).isFalse();
        assertThat(train.intersects(area(box(drawing, "ingest")))).isFalse();
        assertThat(train.intersects(area(box(drawing, "push")))).isFalse();
    }

    @Test
    void a_line_leads_from_the_side_of_one_box_to_the_side_of_the_next_also_through_frames() {
        Drawing drawing = Layout.of("training", TRAINING);

        assertThat(drawing.lines()).hasSize(4);
        Line line = drawing.lines().stream()
                .filter(each -> touches(each.points().getFirst(), area(box(drawing, "drift"))))
                .findAny()
                .orElseThrow();
        assertThat(touches(line.end(), area(box(drawing, "push")))).isTrue();
    }

    private static boolean touches(Point point, Rectangle2D area) {
        Rectangle2D near =
                new Rectangle2D.Double(area.getX() - 1, area.getY() - 1, area.getWidth() + 2, area.getHeight() + 2);
        return near.contains(point.x(), point.y());
    }

    @Test
    void boxes_of_a_wide_dag_lie_side_by_side_on_the_paper() {
        List<DrawnTask> tasks = IntStream.range(0, 60)
                .mapToObj(n -> task("t" + n, n % 7 == 3 ? "g" : "", "t" + (n + 5), "t" + (n + 11)))
                .toList();

        Drawing drawing = Layout.of("wide", tasks);

        Rectangle2D paper = new Rectangle2D.Double(0, 0, drawing.width(), drawing.height());
        assertThat(drawing.boxes()).hasSize(60).allMatch(box -> paper.contains(area(box)));
        for (Box one : drawing.boxes()) {
            assertThat(drawing.boxes().stream().filter(other -> area(other).intersects(area(one))))
                    .containsExactly(one);
        }
    }

    @Test
    void a_box_is_as_wide_as_its_text_needs() {
        Drawing drawing = Layout.of(
                "names",
                List.of(task("a", ""), task("a_name_that_says_all_there_is_to_be_said", ""), task("分布を調べて記録する処理", "")));

        assertThat(box(drawing, "a_name_that_says_all_there_is_to_be_said").width())
                .isGreaterThan(box(drawing, "分布を調べて記録する処理").width());
        assertThat(box(drawing, "分布を調べて記録する処理").width())
                .isGreaterThan(box(drawing, "a").width());
    }

    @Test
    void a_dag_without_tasks_is_its_name() {
        Drawing drawing = Layout.of("a_dag_that_has_nothing_to_do", List.of());

        assertThat(drawing.boxes()).isEmpty();
        assertThat(drawing.width()).isGreaterThan(200);
        assertThat(drawing.height()).isGreaterThan(20);
    }
}
