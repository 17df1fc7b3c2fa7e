import Foundation

/// A connection, of TCP or through a file, that waits, as a test wants it: whatever does not come in twenty
/// seconds never will.
public final class BlockingSocket {
    /// The other side did not do what was waited for.
    public enum Failure: Error {
        /// The system said no.
        case system(call: String, number: Int32)
        /// Nothing came for so long that nothing will.
        case timedOut
        /// The other side hung up before everything was there.
        case ended
    }

    private static let timeoutMillis: Int32 = 20_000
    private static let sendFlags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

    private var descriptor: Int32
    /// What was received and not read yet.
    private var received: [UInt8] = []

    /// Connects to a port of this machine.
    /// - Parameter receiveBufferBytes: how much the kernel takes in while nobody reads; nil: as it likes.
    public init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system(call: "socket", number: errno) }
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let answer = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard answer == 0 else {
            let number = errno
            close()
            throw Failure.system(call: "connect", number: number)
        }
    }

    /// Connects to a socket that is a file.
    /// - Parameter receiveBufferBytes: as above.
    public init(path: String, receiveBufferBytes: Int32? = nil) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system(call: "socket", number: errno) }
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw Failure.system(call: "connect", number: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let answer = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard answer == 0 else {
            let number = errno
            close()
            throw Failure.system(call: "connect", number: number)
        }
    }

    deinit {
        close()
    }

    /// Hangs up.
    public func close() {
        guard descriptor >= 0 else { return }
        Foundation.close(descriptor)
        descriptor = -1
    }

    /// Says the last byte and goes on reading.
    public func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Sends everything.
    public func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT))
            let count = rest.withUnsafeBytes {
                Foundation.send(
                    descriptor, $0.baseAddress, $0.count, Self.sendFlags
                )
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { throw Failure.system(call: "send", number: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends as much as is taken without waiting; how much that was.
    public func sendSome(_ bytes: [UInt8]) -> Int {
        max(
            0,
            bytes.withUnsafeBytes {
                Foundation.send(
                    descriptor, $0.baseAddress, $0.count, Self.sendFlags
                )
            })
    }

    /// What comes next, however much it is; empty when the other side has said its last.
    public func receive() throws -> [UInt8] {
        if !received.isEmpty {
            defer { received = [] }
            return received
        }
        try wait(for: Int16(POLLIN))
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == ECONNRESET { return [] }
        guard count >= 0 else { throw Failure.system(call: "recv", number: errno) }
        return Array(buffer[..<count])
    }

    /// Whether something is there to be read, waiting a while for it.
    public func hasBytes(withinMillis millis: Int32) -> Bool {
        if !received.isEmpty { return true }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, millis) > 0
    }

    /// Whether something could be sent, waiting a while for it.
    public func canSend(withinMillis millis: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, millis) > 0
    }

    /// So many bytes.
    public func receive(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try receive()
            if more.isEmpty { throw Failure.ended }
            bytes += more
        }
        giveBack(Array(bytes[count...]))
        return Array(bytes[..<count])
    }

    /// Everything up to and with a mark.
    public func receive(through mark: [UInt8]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try receive()
            if more.isEmpty { throw Failure.ended }
            let searchedFrom = max(0, bytes.count - mark.count + 1)
            bytes += more
            var start = searchedFrom
            while start + mark.count <= bytes.count {
                if bytes[start..<start + mark.count].elementsEqual(mark) {
                    giveBack(Array(bytes[(start + mark.count)...]))
                    return Array(bytes[..<(start + mark.count)])
                }
                start += 1
            }
        }
    }

    /// Everything until the other side has said its last.
    public func receiveAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try receive()
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    /// Puts bytes back to be received again, before all others.
    public func giveBack(_ bytes: [UInt8]) {
        received = bytes + received
    }

    private func wait(for event: Int16) throws {
        var entry = pollfd(fd: descriptor, events: event, revents: 0)
        while true {
            let answer = poll(&entry, 1, Self.timeoutMillis)
            if answer > 0 { return }
            if answer == 0 { throw Failure.timedOut }
            if errno != EINTR { throw Failure.system(call: "poll", number: errno) }
        }
    }
}
