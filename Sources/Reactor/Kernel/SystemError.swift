internal import CLinux
internal import Glibc

/// What the kernel answered when it refused a call.
public struct SystemError: Error, Sendable, CustomStringConvertible {
    /// The error number of `errno(3)`.
    public let number: Int32
    /// The system call that was refused.
    public let call: StaticString

    init(number: Int32, call: StaticString) {
        self.number = number
        self.call = call
    }

    /// Another socket already listens on that address.
    public var isAddressInUse: Bool { number == EADDRINUSE }

    /// The system's databases know nobody, or no group, of that name.
    public var isUnknownName: Bool { number == ENOENT }

    /// The other side is gone: an everyday end of a connection, not worth a line in a log.
    public var isDisconnection: Bool {
        switch number {
        case EPIPE, ECONNRESET, ECONNABORTED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH: true
        default: false
        }
    }

    /// The call and the kernel's words, as in "bind: Address already in use".
    public var description: String {
        let words = clinux_error_text(number).map { String(cString: $0) }
        return "\(call): \(words ?? "error \(number)")"
    }
}
