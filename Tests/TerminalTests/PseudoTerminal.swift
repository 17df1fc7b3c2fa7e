import Foundation
import TestKit

/// Both ends of a terminal that is none.
final class PseudoTerminal {
    /// The end of the person.
    let master: Int32
    /// The end of the program.
    let slave: Int32
    let path: String
    /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
    private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    init(width: Int = 40, height: Int = 6) throws {
        // What posix_openpt, unlockpt and ptsname do, which Swift's Glibc does not show.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var (lock, number): (Int32, Int32) = (0, 0)
        guard ioctl(master, Self.setLock, &lock) == 0, ioctl(master, Self.getNumber, &number) == 0 else {
            throw NoTerminal()
        }
        path = "/dev/pts/\(number)"
        slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try resize(width: width, height: height)
    }

    deinit {
        close(master)
        close(slave)
    }

    struct NoTerminal: Error {}

    func resize(width: Int, height: Int) throws {
        var size = winsize(
            ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(slave, UInt(TIOCSWINSZ), &size) == 0 else { throw NoTerminal() }
    }

    func type(_ text: String) {
        type(Array(text.utf8))
    }

    func type(_ bytes: [UInt8]) {
        _ = write(master, bytes, bytes.count)
    }

    /// What has been sent to the person so far and was not looked at.
    func sent() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }

    /// Shows what is sent until the condition holds; false if it does not for ten seconds.
    func show(on twin: inout TerminalTwin, until condition: (TerminalTwin) -> Bool) -> Bool {
        for _ in 0..<100 {
            twin.take(sent())
            if condition(twin) { return true }
            var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            // A master whose program has ended says so at once, over and over.
            if poll(&watched, 1, 10) > 0, watched.revents & Int16(POLLHUP) != 0 { usleep(1_000) }
        }
        return condition(twin)
    }

    /// Whether the device edits lines and echoes, as a shell's does.
    var isSane: Bool {
        var mode = termios()
        tcgetattr(slave, &mode)
        let flags = tcflag_t(ICANON | ECHO | ISIG)
        return mode.c_lflag & flags == flags && mode.c_oflag & tcflag_t(OPOST) != 0
    }

    /// Whether whoever shares the descriptor waits when they read.
    var isWaiting: Bool { fcntl(slave, F_GETFL) & O_NONBLOCK == 0 }

    func makeRaw() {
        var mode = termios()
        tcgetattr(slave, &mode)
        cfmakeraw(&mode)
        tcsetattr(slave, TCSANOW, &mode)
    }
}
