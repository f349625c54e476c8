package dev.rondo.webserver;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.metrics.Scrape;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.command.AuditStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.query.AccountQueries;
import dev.rondo.metadata.query.ApiTokenQueries;
import dev.rondo.metadata.query.AssetQueries;
import dev.rondo.metadata.query.AuditQueries;
import dev.rondo.metadata.query.BackfillQueries;
import dev.rondo.metadata.query.CallbackQueries;
import dev.rondo.metadata.query.ChangeQueries;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.DagFileQueries;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DeadlineQueries;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.JobQueries;
import dev.rondo.metadata.query.MetricQueries;
import dev.rondo.metadata.query.PoolQueries;
import dev.rondo.metadata.query.Probes;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.VariableQueries;
import dev.rondo.metadata.query.WarningQueries;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.user.AccountStore;
import dev.rondo.metadata.user.ApiTokenStore;
import dev.rondo.metadata.user.FavoriteStore;
import dev.rondo.metadata.user.GrantStore;
import dev.rondo.metadata.user.ProvidedUserStore;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.metadata.why.WhyStore;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.about.AboutRoutes;
import dev.rondo.webserver.about.ConfigRoutes;
import dev.rondo.webserver.about.DocumentRoute;
import dev.rondo.webserver.about.NotOffered;
import dev.rondo.webserver.asset.AssetRoutes;
import dev.rondo.webserver.asset.MaterializeRoute;
import dev.rondo.webserver.audit.EventLogRoutes;
import dev.rondo.webserver.auth.ApiTokens;
import dev.rondo.webserver.auth.AuthRoutes;
import dev.rondo.webserver.auth.GrantRoutes;
import dev.rondo.webserver.auth.Grants;
import dev.rondo.webserver.auth.PasswordRoute;
import dev.rondo.webserver.auth.Passwords;
import dev.rondo.webserver.auth.RoleRoutes;
import dev.rondo.webserver.auth.SignInService;
import dev.rondo.webserver.auth.TokenRoutes;
import dev.rondo.webserver.auth.UserRoutes;
import dev.rondo.webserver.backfill.BackfillRoutes;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.connection.ConnectionRoutes;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dag.DagRoutes;
import dev.rondo.webserver.dag.DagSourceRoute;
import dev.rondo.webserver.dag.DagVersionRoutes;
import dev.rondo.webserver.dag.FavoriteRoutes;
import dev.rondo.webserver.dag.Graphs;
import dev.rondo.webserver.dag.NextRunsRoute;
import dev.rondo.webserver.dagfile.DagFileRoutes;
import dev.rondo.webserver.dagrun.DagRunRoutes;
import dev.rondo.webserver.dagrun.DeadlineRoutes;
import dev.rondo.webserver.dagrun.RunBulkRoutes;
import dev.rondo.webserver.dagrun.RunClearRoute;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.dagrun.RunWaitRoute;
import dev.rondo.webserver.events.ChangeFeed;
import dev.rondo.webserver.events.EventStreamRoute;
import dev.rondo.webserver.importerror.DagWarningRoutes;
import dev.rondo.webserver.importerror.ImportErrorRoutes;
import dev.rondo.webserver.log.LogRoutes;
import dev.rondo.webserver.log.LogStream;
import dev.rondo.webserver.metrics.MetricsRoute;
import dev.rondo.webserver.metrics.TableMeters;
import dev.rondo.webserver.monitor.MonitorRoutes;
import dev.rondo.webserver.monitor.ProbeRoutes;
import dev.rondo.webserver.oidc.OidcConfig;
import dev.rondo.webserver.oidc.OidcRoutes;
import dev.rondo.webserver.page.PageFiles;
import dev.rondo.webserver.pool.PoolRoutes;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.MalformedRequests;
import dev.rondo.webserver.rest.Observer;
import dev.rondo.webserver.rest.TokenWatch;
import dev.rondo.webserver.taskinstance.Affected;
import dev.rondo.webserver.taskinstance.ApprovalRoutes;
import dev.rondo.webserver.taskinstance.ClearRoutes;
import dev.rondo.webserver.taskinstance.GraphFilters;
import dev.rondo.webserver.taskinstance.InstanceBulkRoutes;
import dev.rondo.webserver.taskinstance.InstanceLookup;
import dev.rondo.webserver.taskinstance.MarkRoutes;
import dev.rondo.webserver.taskinstance.TaskInstanceRoutes;
import dev.rondo.webserver.taskinstance.WhyRoutes;
import dev.rondo.webserver.tls.Tls;
import dev.rondo.webserver.variable.VariableRoutes;
import dev.rondo.webserver.xcom.XComRoutes;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REST API, sign-in and web page on one port. It reads the database and asks the scheduler by commands; it never
 * changes the state of a run.
 */
public final class Webserver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webserver.class);

    private final WebserverConfig config;
    private final Sources sources;
    private final Surroundings surroundings;
    private final Measured measured;
    private final Observer observer;
    private final ChangeFeed feed;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private @Nullable Javalin javalin;
    private List<Api.Declared> declared = List.of();

    /**
     * What it reads: the database, logs, and values too large for the database.
     *
     * @param seals seals what may be secret before it is stored
     * @param outside what variables and connections lie outside the database
     */
    public record Sources(
            Transactions transactions, LogStore logs, BlobStore blobs, Seals seals, OutsideSettings outside) {}

    /**
     * Time and chance.
     *
     * @param nanoTicker monotonic
     */
    public record Surroundings(InstantSource clock, LongSupplier nanoTicker, Pause pause, SecureRandom random) {}

    /**
     * What is measured.
     *
     * @param meters where the figures of the tables are put
     * @param scrape gives all of them
     */
    public record Measured(MeterRegistry meters, Scrape scrape) {}

    /** A server that does not listen yet. */
    public Webserver(WebserverConfig config, Sources sources, Surroundings surroundings, Measured measured) {
        this(config, sources, surroundings, measured, Observer.NONE);
    }

    /** The same, watched. */
    Webserver(
            WebserverConfig config, Sources sources, Surroundings surroundings, Measured measured, Observer observer) {
        this.measured = measured;
        this.observer = observer;
        this.config = config;
        this.sources = sources;
        this.surroundings = surroundings;
        this.feed = new ChangeFeed(
                new ChangeQueries(sources.transactions()),
                surroundings.pause(),
                Integer.toHexString(surroundings.random().nextInt()));
    }

    /** Sets up what any web server of this process needs, for whoever has time now. */
    public static void loadAhead() {
        Javalin ignored = Javalin.create(config -> config.startup.showJavalinBanner = false);
        var _ = new Server(); // Javalin makes its own only when it starts
    }

    /** Begins to listen. */
    public void start() {
        Javalin started = Javalin.create(this::configure);
        started.start(config.host(), config.port());
        javalin = started;
        LOG.atDebug().addKeyValue("port", started.port()).log("web page and API are up");
    }

    /** The port it listens on. */
    public int port() {
        if (javalin == null) {
            throw new IllegalStateException("the webserver was not started");
        }
        return javalin.port();
    }

    /** What URLs of it begin with: {@code http} or {@code https}. */
    public String scheme() {
        return config.tls() == null ? "http" : "https";
    }

    /** Every route with the role it needs. */
    public List<Api.Declared> routes() {
        return declared;
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.concurrency.useVirtualThreads = true;
        Tls tls = config.tls();
        if (tls != null) {
            javalinConfig.jetty.addConnector(
                    (server, http) -> tls.connector(server, http, config.host(), config.port()));
        }
        Json json = new Json();
        MalformedRequests malformed = new MalformedRequests(json);
        javalinConfig.jetty.modifyServer(server -> server.setErrorHandler(malformed));
        javalinConfig.jetty.modifyServletContextHandler(context -> context.setErrorHandler(malformed));
        Transactions transactions = sources.transactions();
        GrantStore grantStore = new GrantStore(transactions);
        Grants grants = new Grants(grantStore);
        ApiTokens tokens =
                new ApiTokens(new ApiTokenStore(transactions), grants, surroundings.random(), surroundings.clock());
        Passwords passwords = new Passwords(surroundings.random());
        SignInService signIn = new SignInService(
                new UserStore(transactions),
                tokens,
                grants,
                passwords,
                surroundings.random(),
                surroundings.clock(),
                config.tokenLife());
        Api api = new Api(javalinConfig.routes, json, signIn::find, observer);
        api.install();
        OidcConfig oidc = config.oidc();
        new AuthRoutes(
                        signIn,
                        oidc == null ? List.of() : List.of(new AuthRoutes.Provider(oidc.name(), OidcRoutes.SIGN_IN)))
                .declare(api);
        if (oidc != null) {
            new OidcRoutes(
                            oidc,
                            new ProvidedUserStore(transactions),
                            signIn,
                            passwords,
                            json,
                            surroundings.random(),
                            surroundings.clock(),
                            surroundings.nanoTicker())
                    .declare(api);
        }
        new TokenRoutes(tokens, new ApiTokenQueries(transactions), json).declare(api);
        AccountStore accounts = new AccountStore(transactions);
        new PasswordRoute(signIn, accounts, passwords, json, surroundings.clock()).declare(api);
        new RoleRoutes(api::declared).declare(api);
        new GrantRoutes(grantStore, json, surroundings.clock()).declare(api);
        new UserRoutes(accounts, new AccountQueries(transactions), passwords, json, surroundings.clock()).declare(api);
        TokenWatch watch = new TokenWatch(signIn::find, surroundings.nanoTicker());
        declare(api, json, transactions, watch);
        new EventStreamRoute(feed, watch, json).declare(api);
        new DocumentRoute().declare(api);
        new MetricsRoute(
                        new TableMeters(
                                measured.meters(),
                                new MetricQueries(transactions),
                                new JobQueries(transactions),
                                surroundings.clock(),
                                surroundings.nanoTicker()),
                        measured.scrape())
                .declare(javalinConfig.routes);
        new ProbeRoutes(new Probes(new JobQueries(transactions)::latestHeartbeats, surroundings.clock(), since -> true))
                .declare(javalinConfig.routes);
        new PageFiles().declare(api); // takes every other path
        declared = api.declared();
    }

    private void declare(Api api, Json json, Transactions transactions, TokenWatch watch) {
        DagQueries dags = new DagQueries(transactions);
        RunQueries runs = new RunQueries(transactions);
        InstanceQueries instances = new InstanceQueries(transactions);
        CommandSender commands = new CommandSender(
                new CommandStore(transactions),
                surroundings.clock(),
                surroundings.nanoTicker(),
                surroundings.pause(),
                config.patience());
        Graphs graphs = new Graphs(dags);
        DagLookup dagLookup = new DagLookup(dags);
        DeadlineQueries deadlines = new DeadlineQueries(transactions);
        RunLookup runLookup = new RunLookup(runs, dags, deadlines, json);
        InstanceLookup instanceLookup = new InstanceLookup(instances, dags, graphs, json);
        Affected affected = new Affected(instanceLookup);
        new MonitorRoutes(new JobQueries(transactions), surroundings.clock(), config.version()).declare(api);
        new AboutRoutes(config.operators()).declare(api);
        new ConfigRoutes(config).declare(api);
        FavoriteStore favorites = new FavoriteStore(transactions);
        WhyStore why = new WhyStore(
                transactions, version -> Graph.of(graphs.require(version), config.limits()), SpecJson::read);
        new DagRoutes(dags, dagLookup, graphs, deadlines, favorites, why, commands, json, surroundings.clock())
                .declare(api);
        new FavoriteRoutes(favorites, dagLookup).declare(api);
        new NextRunsRoute(dags, dagLookup, graphs, surroundings.clock()).declare(api);
        new DagVersionRoutes(dags, dagLookup).declare(api);
        new ImportErrorRoutes(dags).declare(api);
        DagFileRoutes dagFiles = new DagFileRoutes(
                new DagFileQueries(transactions),
                new AuditStore(transactions),
                json,
                surroundings.clock(),
                config.dagsFolder());
        dagFiles.clear();
        dagFiles.declare(api);
        new DagWarningRoutes(new WarningQueries(transactions)).declare(api);
        DagRunRoutes dagRuns = new DagRunRoutes(runs, runLookup, dagLookup, commands, affected, json);
        dagRuns.declare(api);
        new RunBulkRoutes(runs, runLookup, commands, affected).declare(api);
        new RunClearRoute(runLookup, commands, affected).declare(api);
        new DeadlineRoutes(deadlines, runLookup).declare(api);
        new RunWaitRoute(runLookup, json, watch, surroundings.pause(), stopping::get).declare(api);
        TaskInstanceRoutes taskInstances =
                new TaskInstanceRoutes(instances, instanceLookup, dagLookup, runLookup, new GraphFilters(runs, graphs));
        taskInstances.declare(api);
        new XComRoutes(instances, runLookup, sources.blobs(), commands, json).declare(api);
        LogStream stream = new LogStream(sources.logs(), watch, json, surroundings.pause(), stopping::get);
        new LogRoutes(
                        sources.logs(),
                        instanceLookup,
                        runLookup,
                        new CallbackQueries(transactions),
                        stream,
                        json,
                        surroundings.clock())
                .declare(api);
        new MarkRoutes(instanceLookup, runLookup, commands, affected).declare(api);
        new InstanceBulkRoutes(instances, runs, runLookup, graphs, commands, affected).declare(api);
        new ClearRoutes(dagLookup, commands, affected).declare(api);
        new WhyRoutes(why, deadlines, surroundings.clock()).declare(api);
        AuditQueries audit = new AuditQueries(transactions);
        new ApprovalRoutes(instances, audit, instanceLookup, runLookup, dagLookup, graphs, commands, json).declare(api);
        NotOffered.declare(api);
        taskInstances.declareMapped(api);
        new DagSourceRoute(dags, dagLookup, sources.blobs(), json).declare(api);
        new PoolRoutes(new PoolQueries(transactions), commands).declare(api);
        new VariableRoutes(new VariableQueries(transactions), commands, sources.seals(), sources.outside(), json)
                .declare(api);
        new ConnectionRoutes(
                        new ConnectionQueries(transactions),
                        commands,
                        sources.seals(),
                        sources.outside(),
                        config.testing(),
                        json)
                .declare(api);
        new EventLogRoutes(audit, json).declare(api);
        AssetQueries assets = new AssetQueries(transactions);
        new AssetRoutes(assets, dagLookup, runLookup, commands, json).declare(api);
        new MaterializeRoute(assets, dagRuns).declare(api);
        new BackfillRoutes(new BackfillQueries(transactions), dagLookup, commands, json).declare(api);
    }

    @Override
    public void close() {
        stopping.set(true);
        feed.close();
        if (javalin != null) {
            javalin.stop();
        }
    }
}
