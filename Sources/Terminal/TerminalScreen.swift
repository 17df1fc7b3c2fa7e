import CCurses
public import Cells

/// The screen of a terminal: shows grids, and tells which keys were pressed.
///
/// ncurses finds out how to come from one frame to the next, and writes it into memory. From there it goes to
/// the device, which never makes us wait: a device that has not taken the last frame yet gets no other, so
/// that what people see on a slow link is late by one frame and no more.
///
/// Whatever becomes of the process, the terminal is given back as the shell left it. Only a kill that cannot
/// be caught leaves it as it was; then the next screen gives it back sane.
///
/// There is one screen at a time, and one thread uses it.
public final class TerminalScreen {
    /// An Escape that is followed by nothing for so long was a key of its own.
    static let escapeMillis: Int32 = 25
    /// So often is waited for the rest of a sequence in one call.
    private static let sequenceRoundsMax = 8
    /// What a terminal is taken for that does not know its size.
    private static let usualSize = (width: 80, height: 24)

    /// A line for the person at the terminal, if something is not as they would expect.
    public let notice: String?
    /// How many colours are shown.
    public let depth: ColourDepth
    /// Whether grids are shown in ASCII.
    public let isASCII: Bool
    /// How many columns there are.
    public private(set) var width: Int
    /// How many rows there are.
    public private(set) var height: Int
    /// Frames that were left out because the terminal had not taken the one before.
    public private(set) var droppedFrameCount: UInt64 = 0

    private let device: Device
    private let sequences: Sequences
    private var pairs: PairTable
    private var decoder = KeyDecoder()
    private var shown: CellGrid?
    private var state = State.open

    private enum State {
        case open
        case suspended
        case closed
    }

    private init(device: Device, choice: Choice, options: TerminalOptions) {
        self.device = device
        (width, height) = choice.size
        sequences = Sequences(hasMouse: options.hasMouse)
        let colours = options.wantsColours ? ccurses_colour_count() : 0
        depth = colours >= 256 ? .palette : colours >= 8 ? .eight : .mono
        isASCII = choice.isASCII
        pairs = PairTable(depth: depth, pairCount: Int(ccurses_pair_count()))
        notice =
            choice.notice ?? (device.wasRaw ? "The terminal was left raw; it will be sane afterwards." : nil)
    }

    deinit {
        close()
    }

    // Opening

    private struct Choice {
        var name = ""
        var notice: String?
        var isASCII = false
        var size = TerminalScreen.usualSize
    }

    /// Takes the terminal over.
    public static func open(_ options: TerminalOptions) throws(TerminalError) -> TerminalScreen {
        // The mode that a device is given back is noted once, too.
        guard !ccurses_has_begun() else { throw .alreadyOpen }
        // The locale comes first: ncurses asks for it when it begins.
        let isUTF8 = ccurses_set_locale(options.localeName)
        var choice = try chosenName(options.termName ?? "")
        choice.isASCII = options.isASCII || !isUTF8 || choice.name.hasPrefix("vt1")
        let device = try Device(input: options.input, output: options.output)
        choice.size = bounded(device.size ?? usualSize)
        let outcome = ccurses_begin(choice.name, Int32(choice.size.width), Int32(choice.size.height))
        guard outcome >= 0 else {
            device.leave()
            throw .device(number: -outcome)
        }
        let screen = TerminalScreen(device: device, choice: choice, options: options)
        screen.begin()
        return screen
    }

    private static func bounded(_ size: (width: Int, height: Int)) -> (width: Int, height: Int) {
        (min(size.width, CellGrid.sideMax), min(size.height, CellGrid.sideMax))
    }

    /// The terminal itself, or the most common one, or the one that all others imitate.
    private static func chosenName(_ name: String) throws(TerminalError) -> Choice {
        if !name.isEmpty, ccurses_knows_terminal(name) { return Choice(name: name) }
        for other in ["xterm-256color", "vt100"] where ccurses_knows_terminal(other) {
            let what =
                name.isEmpty ? "TERM is not set" : "The terminal \(CellText(name).string) is not known here"
            return Choice(name: other, notice: "\(what); it is taken for \(other).")
        }
        throw .noDescription
    }

    private func begin() {
        // What an earlier screen may have left behind goes before anything else.
        device.write(sequences.leave + takeOutput() + sequences.enter)
        setGuard()
    }

    private func setGuard() {
        _ = sequences.farewell.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { ccurses_guard(device.output, $0, buffer.count) } ?? 0
        }
    }

    // Showing

    /// Whether the terminal has not taken all of the last frame yet. Drawing would be in vain; the caller
    /// waits until `outputDescriptor` can be written to, and calls `flush`.
    public var isBlocked: Bool { device.isBlocked }

    /// Bytes that the terminal has taken so far.
    public var writtenByteCount: UInt64 { device.writtenByteCount }

    /// What to watch for being able to go on writing.
    public var outputDescriptor: Int32 { device.output }

    /// Shows a grid: the cells that differ from those of the grid before. Returns false if the frame was left
    /// out. What does not fit is cut, and what is missing is blank.
    @discardableResult
    public func draw(_ grid: CellGrid) -> Bool {
        guard state == .open else { return false }
        guard flush() else {
            droppedFrameCount += 1
            return false
        }
        let next = isASCII ? grid.plain() : grid
        put(next)
        if pairs.isFull {
            pairs.removeAll()
            shown = nil
            put(next)
        }
        shown = next
        ccurses_show()
        device.write(takeOutput())
        return true
    }

    /// Sends what is left of a frame, and tells whether nothing is left any more.
    @discardableResult
    public func flush() -> Bool {
        device.flush()
        return !device.isBlocked
    }

    /// Puts a text onto the clipboard of the person at the terminal, as it would be shown. Many terminals do
    /// that (OSC 52), and none says whether it did: the text should be shown as well. Returns false where it
    /// was not even tried.
    public func copy(_ text: CellText) -> Bool {
        guard state == .open, sequences.isModern, flush() else { return false }
        device.write(Sequences.copying(text.string))
        return true
    }

    private func put(_ grid: CellGrid) {
        for y in 0..<height {
            for x in 0..<width {
                let cell = grid[x, y]
                // Its wide character is put by the cell before.
                guard !cell.isContinuation, shown == nil || shown?[x, y] != cell else { continue }
                ccurses_put(
                    Int32(x), Int32(y), cell.glyph.value, UInt32(cell.style.marks.rawValue),
                    pairs.pair(of: cell.style))
            }
        }
    }

    private func takeOutput() -> [UInt8] {
        let available = ccurses_output_count()
        guard available > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: available) { buffer, count in
            guard let address = buffer.baseAddress else { return }
            count = max(0, ccurses_take_output(address, buffer.count))
        }
    }

    // Keys

    /// What to watch for keys.
    public var inputDescriptor: Int32 { device.input }

    /// Whether the terminal has been closed at its other end.
    public var isGone: Bool { device.isGone }

    /// The keys that were pressed since the last call. Never waits, except a moment for the rest of a key
    /// that has come in part.
    public func readKeys() -> [Key] {
        guard state == .open else { return [] }
        decoder.take(device.read())
        var keys = decodedKeys()
        for _ in 0..<Self.sequenceRoundsMax where decoder.isUnfinished {
            let rest = device.read(waitMillis: Self.escapeMillis)
            if rest.isEmpty { decoder.giveUp() } else { decoder.take(rest) }
            keys += decodedKeys()
        }
        return keys
    }

    private func decodedKeys() -> [Key] {
        var keys: [Key] = []
        while let key = decoder.next(nowMillis: ccurses_clock_millis()) { keys.append(key) }
        return keys
    }

    // The size

    /// Looks how large the terminal is now, and tells whether that is news. To be called after a SIGWINCH.
    @discardableResult
    public func handleResize() -> Bool {
        guard state == .open, let size = device.size.map(Self.bounded) else { return false }
        guard size != (width, height) else { return false }
        (width, height) = size
        ccurses_resize(Int32(width), Int32(height))
        repaint()
        return true
    }

    /// Lets the next frame paint every cell, whatever the terminal shows: for when something else wrote on
    /// it.
    public func repaint() {
        ccurses_repaint()
        shown = nil
    }

    // Leaving

    /// Gives the terminal to the shell for a while. The caller stops the process after it.
    public func suspend() {
        guard state == .open else { return }
        leave()
        state = .suspended
    }

    /// Takes the terminal again; the next frame paints all of it.
    public func resume() {
        guard state == .suspended else { return }
        state = .open
        device.enterAgain()
        device.write(sequences.enter)
        setGuard()
        handleResize()
        repaint()
    }

    /// Gives the terminal back. The screen shows nothing any more.
    public func close() {
        guard state != .closed else { return }
        if state == .open { leave() }
        state = .closed
        ccurses_end()
    }

    private func leave() {
        // What is left of a frame has to come before, and what ncurses says last ends the screen.
        ccurses_suspend()
        device.write(sequences.leave + takeOutput())
        device.finish()
        device.leave()
        ccurses_unguard()
    }
}
