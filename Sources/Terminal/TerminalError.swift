/// Why there is no screen.
public enum TerminalError: Error, Equatable {
    /// Input or output is no terminal.
    case notATerminal
    /// There is a screen already: ncurses has one at a time.
    case alreadyOpen
    /// Not even the description of a VT100 is there.
    case noDescription
    /// The device refused; the number is the kernel's.
    case device(number: Int32)
}
