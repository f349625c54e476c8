package dev.rondo.cli.dags.drawing;

/** Of a drawing, as RGB: dark on white, to be read on paper too. */
final class Colours {

    static final int PAPER = 0xffffff;
    static final int TEXT = 0x1c2530;
    static final int FAINT_TEXT = 0x5b6875;
    static final int LINE = 0x8793a0;
    static final int BOX = 0xf4f7fa;
    static final int FRAME = 0xfbfcfd;
    static final int FRAME_LINE = 0xcbd3db;

    private Colours() {}

    static String hex(int colour) {
        return "#%06x".formatted(colour);
    }
}
