package dev.rondo.cli.dags.drawing;

import dev.rondo.cli.dags.drawing.Drawing.Box;
import dev.rondo.cli.dags.drawing.Drawing.Frame;
import dev.rondo.cli.dags.drawing.Drawing.Line;
import dev.rondo.cli.dags.drawing.Drawing.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Finds places for the tasks of one DAG, from left to right, with as few crossings as ELK's layered algorithm finds.
 */
public final class Layout {

    private static final double TITLE_BAR = 46;
    private static final double BOX_HEIGHT = 44;
    private static final double SIDE = 16;

    // Of the size of a letter, how wide it is in a font whose letters are all alike.
    private static final double LETTER = 0.6;
    private static final double LEAST_WIDTH = 90;

    private final String title;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> groups = new LinkedHashMap<>();
    private final Map<DrawnTask, ElkNode> boxes = new LinkedHashMap<>();

    private Layout(String title) {
        this.title = title;
    }

    /** The drawing of these tasks. Takes half a second for a few, some seconds for a thousand. */
    public static Drawing of(String title, Collection<DrawnTask> tasks) {
        return new Layout(title).draw(tasks);
    }

    private Drawing draw(Collection<DrawnTask> tasks) {
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(CoreOptions.PADDING, new ElkPadding(TITLE_BAR, SIDE, SIDE, SIDE));
        Map<String, ElkNode> byId = new LinkedHashMap<>();
        for (DrawnTask task : tasks) {
            ElkNode box = ElkGraphUtil.createNode(group(task.group()));
            box.setDimensions(widthOf(task), BOX_HEIGHT);
            boxes.put(task, box);
            byId.put(task.id(), box);
        }
        List<ElkEdge> edges = new ArrayList<>();
        boxes.forEach((task, box) -> task.downstream().stream()
                .filter(byId::containsKey)
                .forEach(next -> edges.add(ElkGraphUtil.createSimpleEdge(box, byId.get(next)))));
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        return new Drawing(
                title,
                Math.max(root.getWidth(), textWidth(title, Drawing.TITLE_SIZE) + 2 * SIDE),
                Math.max(root.getHeight(), TITLE_BAR),
                groups.entrySet().stream()
                        .map(group -> frame(group.getKey(), group.getValue()))
                        .toList(),
                boxes.entrySet().stream()
                        .map(box -> box(box.getKey(), box.getValue()))
                        .toList(),
                edges.stream().map(Layout::line).toList());
    }

    /** The node of a group; made with those around it when it is first asked for. */
    private ElkNode group(String id) {
        if (id.isEmpty()) {
            return root;
        }
        ElkNode known = groups.get(id);
        if (known != null) {
            return known;
        }
        ElkNode around = group(id.substring(0, Math.max(0, id.lastIndexOf('.'))));
        ElkNode made = ElkGraphUtil.createNode(around);
        made.setProperty(
                CoreOptions.PADDING, new ElkPadding(2 * Drawing.MARGIN + Drawing.SUBTITLE_SIZE, SIDE, SIDE, SIDE));
        groups.put(id, made);
        return made;
    }

    private static double widthOf(DrawnTask task) {
        double text = Math.max(
                textWidth(task.title(), Drawing.TITLE_SIZE), textWidth(task.subtitle(), Drawing.SUBTITLE_SIZE));
        return Math.max(LEAST_WIDTH, text + 2 * Drawing.MARGIN);
    }

    // Ideographs and emoji take two places.
    private static double textWidth(String text, double size) {
        return text.codePoints()
                        .mapToDouble(c -> c < 0x1100 ? LETTER : 2 * LETTER)
                        .sum()
                * size;
    }

    private static Box box(DrawnTask task, ElkNode node) {
        Point at = placeOf(node);
        return new Box(at.x(), at.y(), node.getWidth(), node.getHeight(), task.title(), task.subtitle());
    }

    private static Frame frame(String id, ElkNode node) {
        Point at = placeOf(node);
        return new Frame(at.x(), at.y(), node.getWidth(), node.getHeight(), id.substring(id.lastIndexOf('.') + 1));
    }

    // ELK tells places within the node around.
    private static Point placeOf(ElkNode node) {
        ElkNode around = node.getParent();
        if (around == null) {
            return new Point(0, 0);
        }
        Point base = placeOf(around);
        return new Point(base.x() + node.getX(), base.y() + node.getY());
    }

    private static Line line(ElkEdge edge) {
        Point base = placeOf(edge.getContainingNode());
        ElkEdgeSection section = edge.getSections().getFirst();
        List<Point> points = new ArrayList<>();
        points.add(new Point(base.x() + section.getStartX(), base.y() + section.getStartY()));
        section.getBendPoints().forEach(b -> points.add(new Point(base.x() + b.getX(), base.y() + b.getY())));
        points.add(new Point(base.x() + section.getEndX(), base.y() + section.getEndY()));
        return new Line(points);
    }
}
