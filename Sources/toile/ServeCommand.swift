import Glibc
import Ledger
import Reactor
import Service
import WebAssets

/// `toile serve`: wires options, ledger and server together, and signals to the server's end.
enum ServeCommand {
    /// What the words of the command line say.
    struct Settings {
        var serve = ServeOptions()
        var dataDirectory = "./toile-data"
        var boardNames: Set<String> = []
        var webDirectory: String?
        var isHelpWanted = false
    }

    static func run(_ words: [String]) throws(Failure) {
        var settings = Settings()
        try Option.parse(words, options, command: "serve", into: &settings)
        if settings.isHelpWanted { return Output.text(Help.serve) }
        DescriptorLimit.raise()
        let lock = try DataDirectoryLock(settings.dataDirectory)
        defer { lock.release() }
        let server = try makeServer(settings)
        Output.line("toile: serving http://\(shownHost(settings.serve.host)):\(server.port)/")
        server.run()
        Output.log("stopped")
    }

    private static func makeServer(_ settings: Settings) throws(Failure) -> Server {
        let pages = try settings.webDirectory.map { path throws(Failure) in try WebFolder.read(path) }
        do throws(SystemError) {
            let server = try Server(settings.serve, ledger: MemoryLedger(), pages: pages ?? WebAssets.all)
            try server.onSignal { [unowned server] signal in
                guard signal == .terminate || signal == .interrupt else { return }
                Output.log("\(signal): stopping")
                server.drainAndStop()
            }
            return server
        } catch {
            let place = "\(settings.serve.host):\(settings.serve.port)"
            if error.isAddressInUse {
                throw Failure(.inUse, "\(place) is in use by another program", "choose another with --listen")
            }
            throw Failure(.badConfiguration, "cannot listen on \(place): \(error)", "check --listen")
        }
    }

    /// An IPv6 address stands in brackets in a URL.
    private static func shownHost(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}

/// Keeps a data directory for one server at a time.
struct DataDirectoryLock {
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw Failure(
                .badConfiguration,
                "cannot make the data directory \(path): \(String(cString: strerror(errno)))",
                "choose another with --data")
        }
        descriptor = open(path + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .badConfiguration,
                "cannot write to the data directory \(path): \(String(cString: strerror(errno)))",
                "choose another with --data")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(
                .inUse, "the data directory \(path) is in use by another server", "choose another with --data"
            )
        }
    }

    func release() {
        close(descriptor)
    }
}
