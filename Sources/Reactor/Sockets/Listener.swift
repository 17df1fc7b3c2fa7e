internal import CLinux
internal import Glibc

/// A port, or a socket that is a file, that accepts connections on one loop, for as long as it is not closed.
///
/// It outlives a process that runs out of descriptors. Epoll would tell about the connection that cannot be
/// accepted in every turn, and the loop would spin. So one descriptor is kept in reserve: it is given up for
/// the moment it takes to accept that connection and to close it, which tells the other side, and then
/// accepting pauses for a while.
public final class Listener: EventHandler {
    /// How many connections the kernel keeps waiting for us, unless said otherwise.
    public static let defaultBacklog: Int32 = 4096
    /// So many connections are accepted in one turn; the others come in the next.
    public static let acceptsPerTurnMax = 64
    /// How long accepting rests after the process or the machine ran out of something.
    public static let pauseMillis: Int64 = 100

    /// The port, chosen by the kernel if 0 was asked for.
    public let port: UInt16
    /// How many connections were turned away for want of descriptors.
    public private(set) var refusedCount = 0

    /// The file that it is, if it is one.
    private let path: String?
    private unowned let loop: EventLoop
    private let accepted: (consuming StreamSocket) -> Void
    private var descriptor: Descriptor?
    private var reserve: Descriptor?
    private var watch: Watch?
    private var pause: TimerToken?

    /// Listens on a host by number (`127.0.0.1`, `::1` or `[::1]`, `0.0.0.0`, `::` for both families) or
    /// name.
    ///
    /// `accepted` is called on the loop with each connection, until `close`; the loop keeps the listener
    /// alive.
    public convenience init(
        on loop: EventLoop, host: String, port: UInt16, backlog: Int32 = Listener.defaultBacklog,
        accepted: @escaping (consuming StreamSocket) -> Void
    ) throws(SystemError) {
        try self.init(
            on: loop, try Self.listen(host: host, port: port, backlog: backlog), path: nil,
            accepted: accepted)
    }

    /// Listens on a socket that is a file, which lets in this process's user and root alone, or a group of
    /// users too; who came, `peerUser` tells. One that an earlier process left there is replaced: whoever
    /// listens has made sure that nobody else does.
    public convenience init(
        on loop: EventLoop, path: String, group: UInt32? = nil,
        accepted: @escaping (consuming StreamSocket) -> Void
    ) throws(SystemError) {
        let descriptor = Descriptor(owning: try SystemCall.value("socket") { clinux_stream_socket(AF_UNIX) })
        try SystemCall.value("unlink") { clinux_remove_socket(path) }
        try SystemCall.value("bind") { clinux_bind_path(descriptor.number, path) }
        if let group { try SystemCall.value("chmod") { clinux_share(path, group, 0o660) } }
        try SystemCall.value("listen") { clinux_listen(descriptor.number, 128) }
        try self.init(on: loop, descriptor, path: path, accepted: accepted)
    }

    /// Lets a group of users through a folder to a socket in it, and see nothing else there.
    public static func share(folder: String, with group: UInt32) throws(SystemError) {
        try SystemCall.value("chmod") { clinux_share(folder, group, 0o710) }
    }

    private init(
        on loop: EventLoop, _ descriptor: consuming Descriptor, path: String?,
        accepted: @escaping (consuming StreamSocket) -> Void
    ) throws(SystemError) {
        var local = SocketAddress()
        let number = descriptor.number
        SystemCall.certain("getsockname") { clinux_local_address(number, &local.storage) }
        self.port = local.parts.port
        self.path = path
        self.loop = loop
        self.accepted = accepted
        reserve = try Self.openReserve()
        self.descriptor = nil
        super.init()
        watch = try loop.watch(descriptor, for: .readable, handler: self)
        self.descriptor = consume descriptor
    }

    /// Accepts no more; connections that wait in the kernel are reset. May be called twice.
    public func close() {
        if let pause { loop.cancel(pause) }
        if let watch { loop.unwatch(watch) }
        pause = nil
        watch = nil
        if descriptor != nil, let path {
            // It may be gone already, with its folder.
            _ = SystemCall.answer("unlink") { clinux_remove_socket(path) }
        }
        descriptor = nil
        reserve = nil
    }

    /// Called by the loop.
    public override func ready(_ readiness: Readiness) {
        for _ in 0..<Self.acceptsPerTurnMax {
            // Whom a connection is given to may close the listener.
            guard let number = descriptor?.number else { return }
            var peer = SocketAddress()
            let answer = SystemCall.answer("accept4") { clinux_accept(number, &peer.storage) }
            if answer >= 0 {
                accepted(StreamSocket(Descriptor(owning: answer), peer: peer))
                continue
            }
            switch -answer {
            case EAGAIN:
                return
            case ECONNABORTED, EPROTO, ENOPROTOOPT, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, ENONET,
                EOPNOTSUPP, EPERM, ETIMEDOUT:
                // The fault of that one connection, which is gone with it: accept(2).
                continue
            case EMFILE, ENFILE:
                refuseOne(of: number)
                return rest()
            default:
                // ENOBUFS, ENOMEM: waiting helps, trying again at once does not.
                return rest()
            }
        }
    }

    /// Called by the loop: the pause is over.
    public override func timerFired(_ timer: TimerToken) {
        pause = nil
        if reserve == nil { reserve = try? Self.openReserve() }
        if let watch { loop.change(watch, to: .readable) }
    }

    private func refuseOne(of number: Int32) {
        reserve = nil
        var peer = SocketAddress()
        let answer = SystemCall.answer("accept4") { clinux_accept(number, &peer.storage) }
        if answer >= 0 {
            _ = Descriptor(owning: answer)
            refusedCount += 1
        }
        // Somebody else may have been faster; then it is tried again after the pause.
        reserve = try? Self.openReserve()
    }

    private func rest() {
        guard let watch, pause == nil else { return }
        loop.change(watch, to: [])
        pause = loop.schedule(at: loop.now + Self.pauseMillis, handler: self)
    }

    private static func openReserve() throws(SystemError) -> Descriptor {
        Descriptor(owning: try SystemCall.value("open") { clinux_open_null() })
    }

    private static func listen(host: String, port: UInt16, backlog: Int32) throws(SystemError) -> Descriptor {
        var address = try SocketAddress(host: host, port: port)
        let family = address.family
        let descriptor = Descriptor(owning: try SystemCall.value("socket") { clinux_stream_socket(family) })
        // A server that is started again must not wait for the old connections to be forgotten.
        try SystemCall.value("setsockopt") {
            clinux_set_option(descriptor.number, SOL_SOCKET, SO_REUSEADDR, 1)
        }
        if family == AF_INET6 {
            // "::" means everybody, whatever the machine's default is.
            try SystemCall.value("setsockopt") {
                clinux_set_option(descriptor.number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0)
            }
        }
        try SystemCall.value("bind") { clinux_bind(descriptor.number, &address.storage) }
        try SystemCall.value("listen") { clinux_listen(descriptor.number, backlog) }
        return descriptor
    }
}
