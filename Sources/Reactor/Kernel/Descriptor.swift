internal import CLinux
internal import Glibc

/// An open file of the kernel with exactly one owner, closed when the owner lets go.
public struct Descriptor: ~Copyable, Sendable {
    /// The kernel's number, valid as long as this value lives.
    public let number: Int32

    /// Takes over an open descriptor; nobody else may close it from now on.
    public init(owning number: Int32) {
        precondition(number >= 0, "no descriptor has the number \(number)")
        self.number = number
    }

    /// Another number for what somebody else owns.
    public init(duplicating number: Int32) throws(SystemError) {
        self.init(owning: try SystemCall.value("fcntl") { clinux_duplicate(number) })
    }

    deinit {
        // Never repeated: Linux has closed the descriptor even when it answers EINTR, and by the second
        // attempt the number may be another thread's new file. Errors of the last write are no concern of
        // sockets.
        let answer = clinux_close(number)
        precondition(answer != -EBADF, "descriptor \(number) was closed behind its owner's back")
    }
}
