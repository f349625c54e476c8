package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.SettingStore;

/** Changes pools, variables and connections. */
final class SettingCommands {

    // The schema makes it, and tasks that name no pool are given it.
    private static final String DEFAULT_POOL = "default_pool";

    private final SettingStore store;
    private final ConnectionStore connections;

    SettingCommands(SettingStore store, ConnectionStore connections) {
        this.store = store;
        this.connections = connections;
    }

    CommandReply set(Command.SetPool c) throws RefusedException {
        Integer slots = c.slots();
        if (slots == null ? c.write() != Command.Write.CHANGE : slots < -1) {
            throw new RefusedException(422, "BAD_POOL", "slots must be -1 (unlimited) or more, was " + slots);
        }
        return switch (store.setPool(c)) {
            case DONE -> new CommandReply.Done();
            case EXISTS ->
                throw new RefusedException(409, "POOL_EXISTS", "pool '" + c.name() + "' exists already; PATCH it");
            case MISSING -> throw noPool(c.name());
        };
    }

    CommandReply delete(Command.DeletePool c) throws RefusedException {
        if (c.name().equals(DEFAULT_POOL)) {
            throw new RefusedException(
                    400,
                    "DEFAULT_POOL_STAYS",
                    "pool '" + DEFAULT_POOL + "' cannot be deleted: tasks that name no pool run in it; change its slots"
                            + " instead");
        }
        return switch (store.deletePool(c.name())) {
            case DONE -> new CommandReply.Done();
            case MISSING -> throw noPool(c.name());
            case IN_USE ->
                throw new RefusedException(
                        409,
                        "POOL_IN_USE",
                        "tasks have slots of pool '" + c.name()
                                + "' or wait for some, a retry or a next look included; wait for them, or stop them,"
                                + " and then delete it");
        };
    }

    private static RefusedException noPool(String name) {
        return new RefusedException(404, "POOL_NOT_FOUND", "there is no pool '" + name + "'");
    }

    CommandReply set(Command.SetVariable c) throws RefusedException {
        if (c.write() != Command.Write.CHANGE && c.value() == null) {
            throw new RefusedException(422, "BAD_VARIABLE", "variable '" + c.key() + "' needs a value");
        }
        return switch (store.setVariable(c)) {
            case DONE -> new CommandReply.Done();
            case EXISTS ->
                throw new RefusedException(
                        409, "VARIABLE_EXISTS", "there is a variable '" + c.key() + "' already; PATCH it");
            case MISSING -> throw noVariable(c.key());
        };
    }

    CommandReply delete(Command.DeleteVariable c) throws RefusedException {
        if (!store.deleteVariable(c.key())) {
            throw noVariable(c.key());
        }
        return new CommandReply.Done();
    }

    private static RefusedException noVariable(String key) {
        return new RefusedException(404, "VARIABLE_NOT_FOUND", "there is no variable '" + key + "'");
    }

    CommandReply set(Command.SetConnection c) throws RefusedException {
        if ((c.write() != Command.Write.CHANGE || c.fields().contains("conn_type")) && c.type() == null) {
            throw new RefusedException(422, "BAD_CONNECTION", "connection '" + c.id() + "' needs a conn_type");
        }
        return switch (connections.set(c)) {
            case DONE -> new CommandReply.Done();
            case EXISTS ->
                throw new RefusedException(
                        409, "CONNECTION_EXISTS", "there is a connection '" + c.id() + "' already; PATCH it");
            case MISSING -> throw noConnection(c.id());
        };
    }

    CommandReply delete(Command.DeleteConnection c) throws RefusedException {
        if (!connections.delete(c.id())) {
            throw noConnection(c.id());
        }
        return new CommandReply.Done();
    }

    private static RefusedException noConnection(String id) {
        return new RefusedException(404, "CONNECTION_NOT_FOUND", "there is no connection '" + id + "'");
    }
}
