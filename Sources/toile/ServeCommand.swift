import Ledger
import Reactor
import Service
import WebAssets

/// `toile serve`: wires options, ledger and server together, and signals to the server's end.
enum ServeCommand {
    static func run(_ words: [String]) throws(Failure) {
        let settings = try Settings.read(words)
        if settings.isHelpWanted { return Output.text(Help.serve) }
        try checkStaff(settings.serve.staff)
        DescriptorLimit.raise()
        let pages = try settings.webDirectory.map { path throws(Failure) in try WebFolder.read(path) }
        let (storage, opening) = try Storage.open(settings)
        defer { storage.close() }
        let server = try makeServer(settings, storage, consume opening, pages: pages ?? WebAssets.all)
        if storage.disk != nil { try openAdminSocket(of: server, settings) }
        Output.line("toile: serving http://\(shownHost(settings.serve.host)):\(server.port)/")
        if storage.isNew { welcome(to: server, settings) }
        server.run()
        if server.hasStorageFailed {
            throw Failure(
                .storageFailed, "stopped because the storage failed",
                "check the disk and the system's log, then start again; nothing acknowledged was lost")
        }
        Output.log("stopped")
    }

    /// Whoever is written wrong could not do what they are named for, and nobody would notice before it is
    /// needed.
    private static func checkStaff(_ roles: StaffRoles) throws(Failure) {
        guard let unknown = roles.firstUnknown else { return }
        if unknown == roles.socketGroup {
            throw Failure(
                .badConfiguration,
                "the admin socket cannot be opened to \(unknown.description.dropFirst()): the system knows "
                    + "no group of that name",
                "name a group that `getent group` lists, or its number, with --admin-group")
        }
        throw Failure(
            .badConfiguration, "\(unknown) cannot be of the staff: the system knows no such name",
            "correct --readers, --moderators or --admins, or give the number that `getent` shows")
    }

    private static func makeServer(
        _ settings: Settings, _ storage: Storage, _ opening: consuming Opening, pages: [WebAsset]
    ) throws(Failure) -> Server {
        do throws(SystemError) {
            let server = try Server(
                settings.serve, opening: opening, keeping: storage.keeping, pages: pages,
                log: { Output.log($0) })
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

    private static func openAdminSocket(of server: Server, _ settings: Settings) throws(Failure) {
        let path = AdminClient.socketPath(in: settings.dataDirectory)
        do throws(SystemError) {
            try server.openAdminSocket(at: path)
        } catch {
            if let group = settings.serve.staff.socketGroup {
                throw Failure(
                    .badConfiguration,
                    "cannot open \(path) to the group \(group.description.dropFirst()): \(error)",
                    "name a group that the user of this server is in with --admin-group")
            }
            throw Failure(
                .badConfiguration, "cannot listen on \(path): \(error)",
                "keep the data on a local disk, and see what is in the way there")
        }
    }

    /// What whoever begins with a new data directory wants to know, as soon as the server runs.
    private static func welcome(to server: Server, _ settings: Settings) {
        let data = settings.dataDirectory
        let socket = AdminClient.socketPath(in: data)
        server.offerFirstBadge { link in
            Output.log("this is the first run: what is drawn is kept in \(data)")
            Output.log("draw as staff in a browser, once and within 30 minutes: \(link)")
            Output.log("moderate through \(socket): 'toile ctl badge --data \(data)' makes another link")
        }
    }

    /// An IPv6 address stands in brackets in a URL.
    private static func shownHost(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
