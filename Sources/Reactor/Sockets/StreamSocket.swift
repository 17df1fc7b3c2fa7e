internal import CLinux
internal import Glibc

/// One end of a TCP connection, or of one through a socket that is a file. Never blocks; closed when its
/// owner lets go.
public struct StreamSocket: ~Copyable, Sendable {
    /// What a loop watches.
    public let descriptor: Descriptor
    /// Who is at the other end.
    public let peerAddress: PeerAddress
    /// The port at the other end.
    public let peerPort: UInt16

    init(_ descriptor: consuming Descriptor, peer: SocketAddress) {
        self.descriptor = descriptor
        (peerAddress, peerPort) = peer.parts
    }

    /// Begins to connect. The socket becomes writable when it is decided; `takeError` then says how.
    ///
    /// A host that is no number may block while the name is looked up: this is for clients, tests and
    /// benchmarks.
    public static func connect(host: String, port: UInt16) throws(SystemError) -> StreamSocket {
        var address = try SocketAddress(host: host, port: port)
        let family = address.family
        let descriptor = Descriptor(owning: try SystemCall.value("socket") { clinux_stream_socket(family) })
        let answer = SystemCall.answer("connect") { clinux_connect(descriptor.number, &address.storage) }
        guard answer == 0 || answer == -EINPROGRESS else {
            throw SystemError(number: -answer, call: "connect")
        }
        return StreamSocket(descriptor, peer: address)
    }

    /// Connects to a socket that is a file.
    public static func connect(path: String) throws(SystemError) -> StreamSocket {
        let descriptor = Descriptor(owning: try SystemCall.value("socket") { clinux_stream_socket(AF_UNIX) })
        try SystemCall.value("connect") { clinux_connect_path(descriptor.number, path) }
        return StreamSocket(descriptor, peer: SocketAddress())
    }

    /// The user at the other end of a socket that is a file, as the kernel knows it; nil for other sockets.
    public var peerUser: UInt32? {
        var user: uid_t = 0
        let answer = SystemCall.answer("getsockopt") { clinux_peer_user(descriptor.number, &user) }
        return answer >= 0 && user != .max ? user : nil
    }

    /// Reads into the front of the buffer, in place.
    public func read(into buffer: inout [UInt8], atMost countMax: Int = .max) -> Transfer {
        let answer = buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress, countMax > 0 else {
                preconditionFailure("no room to read into")
            }
            return SystemCall.answer("recv") {
                clinux_receive(descriptor.number, start, min(bytes.count, countMax))
            }
        }
        return answer == 0 ? .ended : SystemCall.transfer("recv", answer)
    }

    /// Writes `bytes[start..<end]`, or as much of it as the kernel takes.
    public func write(_ bytes: [UInt8], from start: Int, to end: Int) -> Transfer {
        let answer = bytes.withUnsafeBytes { all in
            let part = UnsafeRawBufferPointer(rebasing: all[start..<end])
            guard let first = part.baseAddress else { return 0 }
            return SystemCall.answer("send") { clinux_send(descriptor.number, first, part.count) }
        }
        return SystemCall.transfer("send", answer)
    }

    /// Writes `first[firstStart...]` and `second[..<secondEnd]` in one call, or as much of them as the kernel
    /// takes: the rest of one message and the next, or a head and a body.
    public func write(
        _ first: [UInt8], from firstStart: Int, then second: [UInt8], to secondEnd: Int
    ) -> Transfer {
        let answer = first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                let head = UnsafeRawBufferPointer(rebasing: first[firstStart...])
                let body = UnsafeRawBufferPointer(rebasing: second[..<secondEnd])
                return SystemCall.answer("sendmsg") {
                    clinux_send_two(
                        descriptor.number, head.baseAddress, head.count, body.baseAddress, body.count)
                }
            }
        }
        return SystemCall.transfer("sendmsg", answer)
    }

    /// Says the last byte: the other side reads an end. Reading goes on.
    public func shutdownWrite() {
        // Refused only when the connection is gone already, which the next read tells.
        _ = SystemCall.answer("shutdown") { clinux_shutdown_write(descriptor.number) }
    }

    /// Why the socket `failed`, or why a connection was not made; nil if all is well. Asking clears it.
    public func takeError() -> SystemError? {
        let number = SystemCall.certain("getsockopt") {
            clinux_get_option(descriptor.number, SOL_SOCKET, SO_ERROR)
        }
        return number == 0 ? nil : SystemError(number: number, call: "socket")
    }

    /// Bytes that were written and that the other side has not acknowledged.
    public var unsentByteCount: Int {
        Int(SystemCall.certain("ioctl") { clinux_unsent_byte_count(descriptor.number) })
    }

    /// Small writes go out at once instead of waiting for the acknowledgement of the last one.
    public func setNoDelay() throws(SystemError) {
        try set(Int32(IPPROTO_TCP), TCP_NODELAY, to: 1)
    }

    /// The socket is writable only while less than so many bytes wait to be sent for the first time: the rest
    /// of what is for a slow reader then stays with us, where it can still be merged.
    public func setNotSentLowWater(bytes: Int) throws(SystemError) {
        try set(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, to: bytes)
    }

    /// Bounds what the kernel keeps for the other side (it doubles the number, for its own needs).
    public func setSendBuffer(bytes: Int) throws(SystemError) {
        try set(SOL_SOCKET, SO_SNDBUF, to: bytes)
    }

    private func set(_ level: Int32, _ option: Int32, to value: Int) throws(SystemError) {
        let answer = SystemCall.answer("setsockopt") {
            clinux_set_option(descriptor.number, level, option, Int32(clamping: value))
        }
        // A stream that stays within the machine has none of TCP's habits that these options are for.
        if answer < 0, answer != -EOPNOTSUPP { throw SystemError(number: -answer, call: "setsockopt") }
    }
}
