/// How a terminal is to be used.
public struct TerminalOptions: Sendable {
    /// The name of the terminal, as `TERM` has it.
    public var termName: String?
    /// Whether only marks are shown, no colours.
    public var isMono: Bool
    /// Whether nothing but ASCII is shown, whatever the locale says.
    public var isASCII: Bool
    /// Whether the mouse is ours while the screen is open. Most terminals leave it to the person as long as
    /// Shift is held.
    public var hasMouse: Bool
    /// The value of `NO_COLOR`: not empty means no colours (no-color.org).
    public var noColourEnvironment: String?
    /// The locale of characters; empty means what the environment says.
    public var localeName: String
    /// Where keys come from.
    public var input: Int32
    /// Where the screen is.
    public var output: Int32

    /// Options; the caller knows the environment.
    public init(
        termName: String?, isMono: Bool = false, isASCII: Bool = false, hasMouse: Bool = true,
        noColourEnvironment: String? = nil, localeName: String = "", input: Int32 = 0, output: Int32 = 1
    ) {
        self.termName = termName
        self.isMono = isMono
        self.isASCII = isASCII
        self.hasMouse = hasMouse
        self.noColourEnvironment = noColourEnvironment
        self.localeName = localeName
        self.input = input
        self.output = output
    }

    var wantsColours: Bool { !isMono && (noColourEnvironment ?? "").isEmpty }
}
