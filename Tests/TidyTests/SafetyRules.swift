/// Where the compiler is told to look away, and where we give up: few places, known, each with its reason.
enum SafetyRules {
    /// Pointers and their like only in the files of `unsafeFiles`; claims to the compiler only with their
    /// reason.
    static func check(_ project: Project, unsafeFiles: Set<String>) -> [Violation] {
        project.files.filter { $0.language == .swift && $0.isProductCode }.flatMap { file -> [Violation] in
            file.tokens.indices.compactMap { index -> Violation? in
                let token = file.tokens[index]
                guard token.kind == .word else { return nil }
                if let claim = claim(at: index, file.tokens) {
                    return isExplained(file, line: token.line)
                        ? nil
                        : file.violation(token.line, "\(claim) without a comment that says 'safe because'")
                }
                if isUnsafe(token.text), !unsafeFiles.contains(file.path) {
                    return file.violation(token.line, "\(token.text): this file is not listed as unsafe")
                }
                return trap(at: index, file.tokens).map { file.violation(token.line, $0) }
            }
        }
    }

    /// Names of `unsafeFiles` that are gone or no longer need to be there.
    static func staleExceptions(_ project: Project, unsafeFiles: Set<String>) -> [String] {
        unsafeFiles.filter { path in
            guard let file = project.files.first(where: { $0.path == path }) else { return true }
            return !file.tokens.contains { $0.kind == .word && isUnsafe($0.text) }
        }
        .sorted()
    }

    private static func isUnsafe(_ word: String) -> Bool {
        word == "unsafe" || word == "Unmanaged" || word == "OpaquePointer" || word.contains("Unsafe")
            || word.hasPrefix("unsafe") || word.hasPrefix("assumingMemoryBound")
    }

    private static func claim(at index: Int, _ tokens: [Token]) -> String? {
        guard index >= 1 else { return nil }
        if tokens[index].is("unchecked"), tokens[index - 1].is("@") { return "@unchecked" }
        if tokens[index].is("unsafe"), index >= 2, tokens[index - 1].is("("),
            tokens[index - 2].is("nonisolated")
        {
            return "nonisolated(unsafe)"
        }
        return nil
    }

    /// The comment stands on the line itself or in the lines just above.
    private static func isExplained(_ file: SourceFile, line: Int) -> Bool {
        file.comments.contains { line - 6...line ~= $0.line && $0.text.lowercased().contains("safe because") }
    }

    private static func trap(at index: Int, _ tokens: [Token]) -> String? {
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch (tokens[index].text, next) {
        case ("try", "!"), ("as", "!"): return "\(tokens[index].text)! traps without saying why"
        case ("fatalError", "("), ("preconditionFailure", "("):
            return index + 2 < tokens.count && tokens[index + 2].is(")")
                ? "\(tokens[index].text) without a reason" : nil
        default: return nil
        }
    }
}
