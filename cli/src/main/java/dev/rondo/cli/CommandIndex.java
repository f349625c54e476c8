package dev.rondo.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The groups and the names of their commands. Made by {@code CommandIndexTest} of the annotations, which it is compared
 * with.
 */
final class CommandIndex {

    private CommandIndex() {}

    /** What is said of a group; empty: the words are none. */
    static Optional<CommandGroup> find(String words) {
        return Optional.ofNullable(group(words));
    }

    private static @Nullable CommandGroup group(String words) {
        return switch (words) {
            case "rondo" ->
                new CommandGroup(
                        List.of("A workflow scheduler for continuous training, with DAGs in plain Java."),
                        List.of(
                                "",
                                "Start with:  rondo standalone",
                                "See all:     rondo cheat-sheet",
                                "",
                                "Settings (environment):",
                                "  RONDO_HOME         folder of this installation; default ~/.rondo",
                                "  RONDO_PROFILE      server and sign-in that `rondo login` kept by this name",
                                "  RONDO_API_URL      server that commands talk to; default: the profile in",
                                "                     use, the one of the home, http://127.0.0.1:8793",
                                "  RONDO_API_TOKEN    or RONDO_API_USER and RONDO_API_PASSWORD; default: the",
                                "                     user admin with the first password of the home",
                                "",
                                "Exit codes:",
                                "  0 done                      69 server or database does not answer",
                                "  1 what it is about failed   73 cannot write a file or folder",
                                "  2 wrong usage               75 refused: it makes no sense now",
                                "  66 no such DAG, run, task   77 not signed in, or without the right",
                                "  70 a bug of Rondo           78 a setting is wrong"),
                        List.of(
                                CommandGroup.Child.of(
                                        "standalone",
                                        "dev.rondo.cli.server.StandaloneCommand",
                                        "Starts everything on this machine: PostgreSQL, scheduler, DAG processor, web page and a worker."),
                                CommandGroup.Child.of("dags", "dev.rondo.cli.dags.DagsCommand", "DAGs and their runs."),
                                CommandGroup.Child.of(
                                        "tasks", "dev.rondo.cli.tasks.TasksCommand", "Tasks and their instances."),
                                CommandGroup.Child.of(
                                        "runs",
                                        "dev.rondo.cli.watch.RunsCommand",
                                        "Runs while they go on; `rondo dags list-runs` lists them."),
                                CommandGroup.Child.of(
                                        "backfill",
                                        "dev.rondo.cli.BackfillCommand",
                                        "Runs of a stretch of time that is over."),
                                CommandGroup.Child.of(
                                        "assets",
                                        "dev.rondo.cli.assets.AssetsCommand",
                                        "Assets: what tasks update and DAGs wait for."),
                                CommandGroup.Child.of(
                                        "approvals",
                                        "dev.rondo.cli.tasks.ApprovalsCommand",
                                        "Tasks that wait for a person's answer."),
                                CommandGroup.Child.of(
                                        "pools",
                                        "dev.rondo.cli.settings.PoolsCommand",
                                        "Pools: how many tasks of a kind run at once."),
                                CommandGroup.Child.of(
                                        "variables",
                                        "dev.rondo.cli.settings.VariablesCommand",
                                        "Variables: values that tasks ask for by name."),
                                CommandGroup.Child.of(
                                        "connections",
                                        "dev.rondo.cli.settings.ConnectionsCommand",
                                        "Connections: how tasks reach other systems."),
                                CommandGroup.Child.of(
                                        "tokens",
                                        "dev.rondo.cli.tokens.TokensCommand",
                                        "Tokens of the API, for scripts."),
                                CommandGroup.Child.of(
                                        "users",
                                        "dev.rondo.cli.users.UsersCommand",
                                        "Users and their roles; for admins, but for change-password."),
                                CommandGroup.Child.of(
                                        "audit",
                                        "dev.rondo.cli.audit.AuditCommand",
                                        "Who changed what, when, from where, and what it was before."),
                                CommandGroup.Child.of(
                                        "login",
                                        "dev.rondo.cli.login.LoginCommand",
                                        "Signs in to a server and keeps that as a profile, which commands use from then on.",
                                        "The password is asked for and not kept; what is kept is a token, in rondo/profiles.json of the folder for configuration (~/.config), which its owner alone can read."),
                                CommandGroup.Child.of(
                                        "logout",
                                        "dev.rondo.cli.login.LogoutCommand",
                                        "Gives the token of a profile back and forgets it. Server and user are kept for the next login."),
                                CommandGroup.Child.of(
                                        "profiles",
                                        "dev.rondo.cli.login.ProfilesCommand",
                                        "Servers and sign-ins that `rondo login` kept."),
                                CommandGroup.Child.of(
                                        "scheduler",
                                        "dev.rondo.cli.server.SchedulerCommand",
                                        "Creates runs, decides what is ready, and gives tasks to workers. Several may run at once."),
                                CommandGroup.Child.of(
                                        "dag-processor",
                                        "dev.rondo.cli.server.DagProcessorCommand",
                                        "Watches folders and buckets for DAG files and reads them, each in a process of its own."),
                                CommandGroup.Child.of(
                                        "webserver",
                                        "dev.rondo.cli.server.WebserverCommand",
                                        "Serves the web page and the REST API. Several may run at once."),
                                CommandGroup.Child.of(
                                        "worker",
                                        "dev.rondo.cli.server.WorkerCommand",
                                        "Runs tasks for a scheduler. Needs no database."),
                                CommandGroup.Child.of(
                                        "db",
                                        "dev.rondo.cli.server.DbCommand",
                                        "The database: its schema, and what is kept in it."),
                                CommandGroup.Child.of(
                                        "keys",
                                        "dev.rondo.cli.server.KeysCommand",
                                        "The keys that secrets in the database are sealed with: secret-keys of the home."),
                                CommandGroup.Child.of(
                                        "config",
                                        "dev.rondo.cli.config.ConfigCommand",
                                        "Settings, as the environment of this command has them."),
                                CommandGroup.Child.of(
                                        "info",
                                        "dev.rondo.cli.InfoCommand",
                                        "Prints what is installed where, and which server commands talk to. It shows no secrets."),
                                CommandGroup.Child.of(
                                        "doctor",
                                        "dev.rondo.cli.server.DoctorCommand",
                                        "Finds what is wrong with this installation and says how to mend it: machine, home, settings, TLS, ports, folders and buckets of DAGs, database, schema, processes, keys.",
                                        "It changes nothing, needs no running server, and starts the embedded PostgreSQL of the home for the time it looks. Servers that go on elsewhere are seen by what they tell the database."),
                                CommandGroup.Child.of(
                                        "support",
                                        "dev.rondo.cli.support.SupportCommand",
                                        "For whoever is to find out what went wrong."),
                                CommandGroup.Child.of(
                                        "cheat-sheet",
                                        "dev.rondo.cli.CheatSheetCommand",
                                        "Lists all commands, one a line."),
                                CommandGroup.Child.of(
                                        "completion",
                                        "dev.rondo.cli.CompletionCommand",
                                        "Prints what a shell needs to complete the words of rondo."),
                                CommandGroup.Child.of("version", "dev.rondo.cli.VersionCommand", "Prints the version."),
                                CommandGroup.Child.of(
                                                "make-aot",
                                                "dev.rondo.cli.aot.MakeAotCommand",
                                                "Makes the AOT caches of this installation.")
                                        .hidden(),
                                CommandGroup.Child.of(
                                                "warm-up",
                                                "dev.rondo.cli.aot.WarmUpCommand",
                                                "Runs the usual commands once, for an AOT cache.")
                                        .hidden()));
            case "rondo dags" ->
                new CommandGroup(
                        List.of("DAGs and their runs."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list", "dev.rondo.cli.dags.DagsCommand$ListDags", "Lists the DAGs."),
                                CommandGroup.Child.of(
                                        "details",
                                        "dev.rondo.cli.dags.DagsCommand$Details",
                                        "Prints everything about a DAG."),
                                CommandGroup.Child.of(
                                        "trigger", "dev.rondo.cli.dags.DagsCommand$Trigger", "Makes a run now."),
                                CommandGroup.Child.of(
                                        "pause",
                                        "dev.rondo.cli.dags.DagsCommand$Pause",
                                        "Makes no new runs of a DAG and starts none; what runs goes on."),
                                CommandGroup.Child.of(
                                        "unpause", "dev.rondo.cli.dags.DagsCommand$Unpause", "Lets a DAG run."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.dags.DeleteCommand",
                                        "Deletes all that is known of a DAG: runs, task instances, values, logs, versions, deadlines, backfills.",
                                        "While its file is there it comes back as a new one: take the file away first. A DAG with runs under way is refused."),
                                CommandGroup.Child.of(
                                        "list-runs",
                                        "dev.rondo.cli.dags.DagsCommand$ListRuns",
                                        "Lists the runs of a DAG, the newest first."),
                                CommandGroup.Child.of(
                                        "list-import-errors",
                                        "dev.rondo.cli.dags.DagsCommand$ListImportErrors",
                                        "Lists the files whose DAGs could not be read, and why."),
                                CommandGroup.Child.of(
                                        "next-execution",
                                        "dev.rondo.cli.dags.NextExecutionCommand",
                                        "Lists the next runs of a DAG by its schedule, in its time zone; changes of the clock are marked."),
                                CommandGroup.Child.of(
                                        "deadlines",
                                        "dev.rondo.cli.dags.DeadlinesCommand",
                                        "Lists the deadlines of a DAG's runs that are open or were missed, the latest first."),
                                CommandGroup.Child.of(
                                        "logs",
                                        "dev.rondo.cli.dags.LogsCommand",
                                        "Prints the log of a run's own callback. The logs of its tasks: rondo tasks logs."),
                                CommandGroup.Child.of(
                                        "show",
                                        "dev.rondo.cli.dags.ShowCommand",
                                        "Draws the tasks of a DAG and what follows what: in the terminal, or as a picture."),
                                CommandGroup.Child.of(
                                        "why",
                                        "dev.rondo.cli.dags.WhyCommand",
                                        "Says why a DAG makes no run now: paused, its dates, catchup, assets it waits for, an import error, too many active runs."),
                                CommandGroup.Child.of(
                                        "deploy",
                                        "dev.rondo.cli.deploy.DeployCommand",
                                        "Checks a DAG file as the DAG processor does, shows what it changes, asks, and puts it where the server finds it; then waits until its DAGs are in force.",
                                        "Without --to it is uploaded to the server."),
                                CommandGroup.Child.of(
                                        "test",
                                        "dev.rondo.cli.local.TestDagCommand",
                                        "Runs a whole DAG here, without a server, and prints it task by task.",
                                        "Retries and sensors really wait; nothing is kept; other DAGs are not triggered.",
                                        "Variables and connections come from RONDO_VAR_… and RONDO_CONN_…"),
                                CommandGroup.Child.of(
                                        "init",
                                        "dev.rondo.cli.init.InitCommand",
                                        "Writes a Maven project with a DAG and a test that passes.",
                                        "It carries Rondo's jars itself, and builds without a network after its first build.")));
            case "rondo tasks" ->
                new CommandGroup(
                        List.of("Tasks and their instances."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.tasks.TasksCommand$ListTasks",
                                        "Lists the tasks of a DAG."),
                                CommandGroup.Child.of(
                                        "show",
                                        "dev.rondo.cli.tasks.TasksCommand$ShowTask",
                                        "Prints the options of a task, and where each value comes from: the installation's environment, the DAG, a group, the task itself, or nobody (default)."),
                                CommandGroup.Child.of(
                                        "logs",
                                        "dev.rondo.cli.tasks.LogsCommand",
                                        "Prints the log of a try. With -o json each line is an object; with -o plain it is the text alone."),
                                CommandGroup.Child.of(
                                        "states-for-dag-run",
                                        "dev.rondo.cli.tasks.TasksCommand$StatesForRun",
                                        "Lists the task instances of a run with their states."),
                                CommandGroup.Child.of(
                                        "clear",
                                        "dev.rondo.cli.tasks.TasksCommand$Clear",
                                        "Lets task instances run again. Lists what is affected and asks first."),
                                CommandGroup.Child.of(
                                        "why",
                                        "dev.rondo.cli.tasks.TasksCommand$Why",
                                        "Says which rules hold a task instance back, what blocks it, and when it can go at the earliest."),
                                CommandGroup.Child.of(
                                        "test",
                                        "dev.rondo.cli.local.TestTaskCommand",
                                        "Runs one task here, without a server, whatever its rules say.",
                                        "To repeat a failed try under a debugger: --xcoms-from its run, and --debug PORT.")));
            case "rondo runs" ->
                new CommandGroup(
                        List.of("Runs while they go on; `rondo dags list-runs` lists them."),
                        List.of(),
                        List.of(CommandGroup.Child.of(
                                "watch",
                                "dev.rondo.cli.watch.WatchRunCommand",
                                "Shows the tasks of a run while it goes on, until it is over.",
                                "On a terminal the picture stays in its place; elsewhere each change is a line.")));
            case "rondo backfill" ->
                new CommandGroup(
                        List.of("Runs of a stretch of time that is over."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "create",
                                        "dev.rondo.cli.BackfillCommand$Create",
                                        "Creates the runs of every date from --from-date to --to-date."),
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.BackfillCommand$ListBackfills",
                                        "Lists backfills, the newest first, and how far each is."),
                                CommandGroup.Child.of(
                                        "show",
                                        "dev.rondo.cli.BackfillCommand$Show",
                                        "Prints everything about a backfill."),
                                CommandGroup.Child.of(
                                        "watch",
                                        "dev.rondo.cli.BackfillCommand$Watch",
                                        "Shows how far a backfill is, until it is over.",
                                        "Exit code 1 when a run of it failed."),
                                CommandGroup.Child.of(
                                        "pause",
                                        "dev.rondo.cli.BackfillCommand$Pause",
                                        "Holds a backfill back: what runs goes on, nothing more of it begins."),
                                CommandGroup.Child.of(
                                                "resume",
                                                "dev.rondo.cli.BackfillCommand$Resume",
                                                "Lets a paused backfill go on.")
                                        .also("unpause"),
                                CommandGroup.Child.of(
                                        "cancel",
                                        "dev.rondo.cli.BackfillCommand$Cancel",
                                        "Ends a backfill: its queued runs fail, its running ones go on."),
                                CommandGroup.Child.of(
                                        "retry",
                                        "dev.rondo.cli.BackfillCommand$Retry",
                                        "Does again what failed in the failed runs of a backfill, also of one that is over.")));
            case "rondo assets" ->
                new CommandGroup(
                        List.of("Assets: what tasks update and DAGs wait for."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.assets.AssetsCommand$ListAssets",
                                        "Lists the assets that DAGs name."),
                                CommandGroup.Child.of(
                                        "details",
                                        "dev.rondo.cli.assets.AssetsCommand$Details",
                                        "Prints everything about an asset."),
                                CommandGroup.Child.of(
                                        "events",
                                        "dev.rondo.cli.assets.AssetsCommand$Events",
                                        "Lists updates, the newest first."),
                                CommandGroup.Child.of(
                                        "update",
                                        "dev.rondo.cli.assets.AssetsCommand$Update",
                                        "Says that an asset was updated by something that is no task, and makes the runs that follow.")));
            case "rondo approvals" ->
                new CommandGroup(
                        List.of("Tasks that wait for a person's answer."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.tasks.ApprovalsCommand$ListApprovals",
                                        "Lists what waits for an answer; of a DAG also what was answered."),
                                CommandGroup.Child.of(
                                        "show",
                                        "dev.rondo.cli.tasks.ApprovalsCommand$Show",
                                        "Prints what a task asks, the fields of its form, and what was answered."),
                                CommandGroup.Child.of(
                                        "answer",
                                        "dev.rondo.cli.tasks.ApprovalsCommand$Answer",
                                        "Answers for a task that waits.")));
            case "rondo pools" ->
                new CommandGroup(
                        List.of("Pools: how many tasks of a kind run at once."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list", "dev.rondo.cli.settings.PoolsCommand$ListPools", "Lists the pools."),
                                CommandGroup.Child.of(
                                        "get", "dev.rondo.cli.settings.PoolsCommand$Get", "Prints a pool."),
                                CommandGroup.Child.of(
                                        "set",
                                        "dev.rondo.cli.settings.PoolsCommand$SetPool",
                                        "Makes a pool, or changes it."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.settings.PoolsCommand$Delete",
                                        "Deletes a pool that no task has a slot of, or waits for."),
                                CommandGroup.Child.of(
                                        "import",
                                        "dev.rondo.cli.settings.PoolsCommand$Import",
                                        "Makes the pools of a file: {\"name\": {\"slots\": 3, \"description\": \"…\"}}."),
                                CommandGroup.Child.of(
                                        "export",
                                        "dev.rondo.cli.settings.PoolsCommand$Export",
                                        "Writes all pools to a file.")));
            case "rondo variables" ->
                new CommandGroup(
                        List.of("Variables: values that tasks ask for by name."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.settings.VariablesCommand$ListVariables",
                                        "Lists the variables, without their values."),
                                CommandGroup.Child.of(
                                        "get",
                                        "dev.rondo.cli.settings.VariablesCommand$Get",
                                        "Prints the value of a variable; *** where its key speaks of a secret."),
                                CommandGroup.Child.of(
                                        "set",
                                        "dev.rondo.cli.settings.VariablesCommand$SetVariable",
                                        "Makes a variable, or changes it."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.settings.VariablesCommand$Delete",
                                        "Deletes a variable."),
                                CommandGroup.Child.of(
                                        "import",
                                        "dev.rondo.cli.settings.VariablesCommand$Import",
                                        "Makes the variables of a file: {\"key\": value}, or {\"key\": {\"value\": …, \"description\": \"…\"}}. What is masked (***) is left out."),
                                CommandGroup.Child.of(
                                        "export",
                                        "dev.rondo.cli.settings.VariablesCommand$Export",
                                        "Writes all variables to a file. Values whose keys speak of a secret are masked (***).")));
            case "rondo connections" ->
                new CommandGroup(
                        List.of("Connections: how tasks reach other systems."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.settings.ConnectionsCommand$ListConnections",
                                        "Lists the connections."),
                                CommandGroup.Child.of(
                                        "get",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Get",
                                        "Prints a connection, its secrets masked."),
                                CommandGroup.Child.of(
                                        "add",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Add",
                                        "Makes a connection: from a URI, from JSON, or from its parts."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Delete",
                                        "Deletes a connection."),
                                CommandGroup.Child.of(
                                        "test",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Test",
                                        "Has a worker try a connection, as tasks get it, and prints what came of it. The exit code is 1 where it does not work."),
                                CommandGroup.Child.of(
                                        "import",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Import",
                                        "Makes the connections of a file: {\"id\": {\"conn_type\": …}} or {\"id\": \"uri\"}. What is masked (***) is left out of new ones; in those that are there the secret stays."),
                                CommandGroup.Child.of(
                                        "export",
                                        "dev.rondo.cli.settings.ConnectionsCommand$Export",
                                        "Writes all connections to a file. Secrets are masked (***); imported with --overwrite where they came from, a mask keeps the secret.")));
            case "rondo tokens" ->
                new CommandGroup(
                        List.of("Tokens of the API, for scripts."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "create",
                                        "dev.rondo.cli.tokens.TokensCommand$Create",
                                        "Makes a token and prints it, this once. Give it to a script as RONDO_API_TOKEN."),
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.tokens.TokensCommand$ListTokens",
                                        "Lists tokens that are not revoked, those that have expired too."),
                                CommandGroup.Child.of(
                                        "revoke",
                                        "dev.rondo.cli.tokens.TokensCommand$Revoke",
                                        "Makes a token useless, at once and for good.")));
            case "rondo users" ->
                new CommandGroup(
                        List.of("Users and their roles; for admins, but for change-password."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "create", "dev.rondo.cli.users.UsersCommand$Create", "Makes a user."),
                                CommandGroup.Child.of(
                                        "list", "dev.rondo.cli.users.UsersCommand$ListUsers", "Lists the users."),
                                CommandGroup.Child.of(
                                        "set-role",
                                        "dev.rondo.cli.users.UsersCommand$SetRole",
                                        "Gives a user another role, at once: also to their sign-ins and tokens."),
                                CommandGroup.Child.of(
                                        "grant",
                                        "dev.rondo.cli.users.GrantCommands$Grant",
                                        "Gives a user a role for a DAG, or for the DAGs with a tag, beside their own."),
                                CommandGroup.Child.of(
                                        "revoke",
                                        "dev.rondo.cli.users.GrantCommands$Revoke",
                                        "Takes the role for a DAG, or for the DAGs with a tag, from a user, at once."),
                                CommandGroup.Child.of(
                                        "grants",
                                        "dev.rondo.cli.users.GrantCommands$ListGrants",
                                        "Lists the roles of a user for single DAGs and tags, and how many DAGs each is for now."),
                                CommandGroup.Child.of(
                                        "disable",
                                        "dev.rondo.cli.users.UsersCommand$Disable",
                                        "Lets a user in no more, at once: neither by a sign-in nor by a token."),
                                CommandGroup.Child.of(
                                        "enable",
                                        "dev.rondo.cli.users.UsersCommand$Enable",
                                        "Lets a user who was disabled in again. Their tokens go on where they have not expired."),
                                CommandGroup.Child.of(
                                        "change-password",
                                        "dev.rondo.cli.users.UsersCommand$ChangePassword",
                                        "Gives yourself another password, and ends your other sign-ins."),
                                CommandGroup.Child.of(
                                        "reset-password",
                                        "dev.rondo.cli.users.UsersCommand$ResetPassword",
                                        "Gives a user another password, and ends the sign-ins there are."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.users.UsersCommand$Delete",
                                        "Deletes a user with their tokens. What they did stays in the event log.")));
            case "rondo audit" ->
                new CommandGroup(
                        List.of("Who changed what, when, from where, and what it was before."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.audit.AuditCommand$ListChanges",
                                        "Lists changes, the newest first. For ops; those of a DAG also for its ops."),
                                CommandGroup.Child.of(
                                        "show",
                                        "dev.rondo.cli.audit.AuditCommand$Show",
                                        "Shows a change with all that is known of it.")));
            case "rondo profiles" ->
                new CommandGroup(
                        List.of("Servers and sign-ins that `rondo login` kept."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.login.ProfilesCommand$ListProfiles",
                                        "Lists the profiles, and which of them commands use; 'local' is the server of the home."),
                                CommandGroup.Child.of(
                                        "use",
                                        "dev.rondo.cli.login.ProfilesCommand$Use",
                                        "Lets commands use a profile from now on; 'local' is the server of the home."),
                                CommandGroup.Child.of(
                                        "delete",
                                        "dev.rondo.cli.login.ProfilesCommand$Delete",
                                        "Signs a profile out and forgets it.")));
            case "rondo db" ->
                new CommandGroup(
                        List.of("The database: its schema, and what is kept in it."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "migrate",
                                        "dev.rondo.cli.server.DbCommand$Migrate",
                                        "Brings the schema up to this release; nothing happens where it is that already.",
                                        "Of all other commands only standalone does so by itself. Servers run on meanwhile."),
                                CommandGroup.Child.of(
                                        "check",
                                        "dev.rondo.cli.server.DbCommand$Check",
                                        "Says whether the database answers and its schema is this release's."),
                                CommandGroup.Child.of(
                                        "clean",
                                        "dev.rondo.cli.server.CleanCommand",
                                        "Deletes runs that ended before a moment, with their instances, tries, XComs and logs; and jars and large XComs of the storage that nothing refers to any more for a day.",
                                        "Kept all the same: the newest run of each DAG, the run before one that is not over, runs of a backfill that is not completed, and runs with a callback to come. Servers may go on meanwhile."),
                                CommandGroup.Child.of(
                                        "export",
                                        "dev.rondo.cli.server.ExportCommand",
                                        "Writes the whole environment into a file, as it is at this moment: pools, variables, connections, users with their tokens, DAGs with their versions and jars, runs with all that belongs to them, the event log.",
                                        "Servers may go on meanwhile. Secrets stay sealed: to read them again the file secret-keys of the home is needed, which is no part of it and should be kept elsewhere. The logs of tasks are no part either: they lie in the folder logs of the storage and can be copied."),
                                CommandGroup.Child.of(
                                        "import",
                                        "dev.rondo.cli.server.ImportCommand",
                                        "Fills an empty database with what `rondo db export` has written, and makes its schema where there is none.",
                                        "The file is read to its end before anything is written, and what is written is one transaction. Copy the file secret-keys of the home that was exported into this home, or its secrets stay sealed.",
                                        "Stop the old servers first: two environments that go on would both do what is due. Tasks that ran when it was exported are begun again.")));
            case "rondo keys" ->
                new CommandGroup(
                        List.of("The keys that secrets in the database are sealed with: secret-keys of the home."),
                        List.of(
                                "",
                                "They are changed beside running servers, with the home and the database of a server. Servers on other homes",
                                "need a copy of the file: `rondo keys add`, copy it, `rondo keys rotate`."),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.server.KeysCommand$ListKeys",
                                        "Lists the keys, oldest first, and how many secrets are sealed with each."),
                                CommandGroup.Child.of(
                                        "add",
                                        "dev.rondo.cli.server.KeysCommand$Add",
                                        "Adds a key that seals nothing before `rondo keys rotate`.",
                                        "For servers on several homes: copy secret-keys to all of them in between, and none stumbles."),
                                CommandGroup.Child.of(
                                        "rotate",
                                        "dev.rondo.cli.server.KeysCommand$Rotate",
                                        "Seals everything with a new key, or with the one that was added; servers may go on.",
                                        "Where it was killed before its end, it goes on there and makes no other key."),
                                CommandGroup.Child.of(
                                        "retire",
                                        "dev.rondo.cli.server.KeysCommand$Retire",
                                        "Takes a key out of the file for good; refused while something is sealed with it.",
                                        "What a backup of the database holds may need it: keep a copy of the file with the backup.")));
            case "rondo config" ->
                new CommandGroup(
                        List.of("Settings, as the environment of this command has them."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "list",
                                        "dev.rondo.cli.config.ConfigCommand$ListSettings",
                                        "Lists the settings, with their values or what holds without them; secrets as ***."),
                                CommandGroup.Child.of(
                                        "get",
                                        "dev.rondo.cli.config.ConfigCommand$Get",
                                        "Prints a setting, or what holds where it is not set; a secret as ***."),
                                CommandGroup.Child.of(
                                        "lint",
                                        "dev.rondo.cli.config.ConfigCommand$Lint",
                                        "Says what is wrong with the settings, and how to mend it: names that no one reads, and values that a server would refuse when it starts.",
                                        "Exit code 78 when there is something.")));
            case "rondo support" ->
                new CommandGroup(
                        List.of("For whoever is to find out what went wrong."),
                        List.of(),
                        List.of(
                                CommandGroup.Child.of(
                                        "dump",
                                        "dev.rondo.cli.support.DumpCommand",
                                        "Gathers what tells how things stand into one ZIP file, readable by its owner alone: versions, settings with secrets as ***, what the server says of its health, processes and leases, open runs and their tasks, why tasks wait, the last requests, what PostgreSQL does and which statements are slow, thread dumps of the processes on this machine, and the ends of their logs.",
                                        "It starts nothing and changes nothing. What cannot be had, such as the health of a server that is down, is named in missing.txt; the rest is gathered all the same.",
                                        "Look through it before you give it away: ids of DAGs and tasks, messages of errors and lines of logs are in it.")));
            default -> null;
        };
    }
}
