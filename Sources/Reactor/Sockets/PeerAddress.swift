internal import CLinux
internal import Glibc

/// The address of the other side as 16 bytes: IPv6, or IPv4 in its mapped form, so that a person counts once
/// however the connection came in. Without the port: connections of one address are equal here.
@frozen
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The first eight bytes: of IPv6, the network (/64) that one customer usually gets whole.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    /// The address of these two halves, first byte first.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether it is an IPv4 address in its mapped form.
    @inlinable public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// The usual text, as in "192.0.2.1" or "2001:db8::1".
    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let isIPv4 = isIPv4
        var bytes = (high.bigEndian, low.bigEndian)
        return withUnsafeBytes(of: &bytes) { sixteen in
            text.withUnsafeMutableBufferPointer { buffer in
                let written = inet_ntop(
                    isIPv4 ? AF_INET : AF_INET6, sixteen.baseAddress.map { $0 + (isIPv4 ? 12 : 0) },
                    buffer.baseAddress, socklen_t(buffer.count))
                return written.map { String(cString: $0) } ?? "?"
            }
        }
    }
}

/// An address of the kernel's: where to listen or to connect to, or who is there.
struct SocketAddress {
    var storage = sockaddr_storage()

    init() {}

    /// The address of a host given by number, in brackets or not, or by name.
    ///
    /// `localhost` is always 127.0.0.1: a server that took the first answer of the system might listen on ::1
    /// alone, and clients that try the other one would find nobody. Other names may ask the network, and
    /// block.
    init(host: String, port: UInt16) throws(SystemError) {
        var name = host[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        let family = name == "localhost" ? AF_INET : AF_UNSPEC
        try SystemCall.value("getaddrinfo") { clinux_resolve(String(name), port, family, &storage) }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// The address in our own form, and the port.
    var parts: (address: PeerAddress, port: UInt16) {
        var halves: (UInt64, UInt64) = (0, 0)
        var port: UInt16 = 0
        withUnsafePointer(to: storage) { storage in
            withUnsafeMutableBytes(of: &halves) { sixteen in
                guard let start = sixteen.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
                clinux_address_parts(storage, start, &port)
            }
        }
        return (PeerAddress(high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1)), port)
    }
}
