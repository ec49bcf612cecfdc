package dev.tenure.model;

import java.util.List;

/** Commands, one after the other. */
record History(List<Command> commands) {

    History {
        commands = List.copyOf(commands);
    }

    /** A command a line, numbered from 1. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < commands.size(); i++) {
            text.append("%4d  %s%n".formatted(i + 1, commands.get(i)));
        }
        return text.toString();
    }
}
