/// Where people find the page, as the operator says it: what links begin with. A proxy in front may have put
/// it below a folder.
public struct PublicAddress: Equatable, Sendable {
    /// With a slash at its end.
    public let text: String

    /// No address of a page is longer.
    private static let bytesMax = 200

    /// Reads `https://HOST[:PORT][/FOLDER/]`; nil for anything else.
    public init?(_ word: String) {
        let scheme = ["https://", "http://"].first { word.hasPrefix($0) }
        guard let scheme, word.utf8.count <= Self.bytesMax,
            word.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            !word.contains(where: { "?#@\"'<>\\^`{|}".contains($0) })
        else { return nil }
        let site = word.dropFirst(scheme.count).prefix { $0 != "/" }
        guard Origin(scheme + site) != nil else { return nil }
        text = word.hasSuffix("/") ? word : word + "/"
    }
}
