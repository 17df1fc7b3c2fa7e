/// A target of the package: what kind it is and what it may import, from ours and from the system.
struct Ring: Equatable {
    enum Kind: String {
        /// Values in, values out: no clock, no randomness, no system.
        case pure
        /// Where effects live.
        case edge
        case program
        /// C, one library each.
        case shim
    }

    let kind: Kind
    let ours: Set<String>
    let system: Set<String>

    init(_ kind: Kind, ours: Set<String> = [], system: Set<String> = []) {
        self.kind = kind
        self.ours = ours
        self.system = system
    }
}

/// Arrows point inward: who may import whom, and what a pure target may not touch.
enum RingRules {
    /// Imports beyond the table.
    static func imports(_ project: Project, rings: [String: Ring]) -> [Violation] {
        project.files.filter { $0.language == .swift && $0.isProductCode }.flatMap { file -> [Violation] in
            guard let target = file.target, let ring = rings[target] else {
                return [file.violation(1, "no such target in the table of rings")]
            }
            return importedModules(file).filter { !ring.ours.union(ring.system).contains($0.name) }
                .map { file.violation($0.line, "\(target) may not import \($0.name)") }
        }
    }

    static func importedModules(_ file: SourceFile) -> [(name: String, line: Int)] {
        let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return file.tokens.indices.compactMap { index in
            guard file.tokens[index].is("import"), index + 1 < file.tokens.count else { return nil }
            let isScoped = kinds.contains(file.tokens[index + 1].text)
            let module = file.tokens[index + (isScoped ? 2 : 1)]
            return module.kind == .word ? (module.text, file.tokens[index].line) : nil
        }
    }

    /// Package.swift says the same as the table: kind and dependencies of every target.
    static func package(_ project: Project, rings: [String: Ring]) -> [Violation] {
        guard let file = project.files.first(where: { $0.path == "Package.swift" }) else { return [] }
        let declared = declaredTargets(file)
        let wrong = declared.compactMap { name, target -> Violation? in
            guard let ring = rings[name] else {
                return file.violation(target.line, "\(name) is not in the table")
            }
            if ring.kind != target.kind { return file.violation(target.line, "\(name) is \(ring.kind)") }
            let different = ring.ours.symmetricDifference(target.dependencies).sorted()
            guard !different.isEmpty else { return nil }
            return file.violation(target.line, "\(name) and the table differ in \(different)")
        }
        let missing = rings.keys.filter { declared[$0] == nil }.map {
            file.violation(1, "\($0) is not declared")
        }
        return (wrong + missing).sorted { ($0.line, $0.reason) < ($1.line, $1.reason) }
    }

    private struct DeclaredTarget {
        let kind: Ring.Kind
        let dependencies: Set<String>
        let line: Int
    }

    /// Reads calls like `edge("Picture", ["CPNG"])`: the name, then the strings of the list that follows it
    /// at once.
    private static func declaredTargets(_ file: SourceFile) -> [String: DeclaredTarget] {
        var targets: [String: DeclaredTarget] = [:]
        let tokens = file.tokens
        for index in tokens.indices.dropLast(4) where tokens[index].kind == .word {
            guard let kind = Ring.Kind(rawValue: tokens[index].text), tokens[index + 1].is("("),
                tokens[index + 2].kind == .string
            else { continue }
            let hasList = tokens[index + 3].is(",") && tokens[index + 4].is("[")
            let list = tokens[(index + 5)...].prefix { hasList && !$0.is("]") }
            targets[tokens[index + 2].text] = DeclaredTarget(
                kind: kind, dependencies: Set(list.filter { $0.kind == .string }.map(\.text)),
                line: tokens[index].line)
        }
        return targets
    }

    /// The table of targets in Docs/Architecture.md names the same imports, where it names any.
    static func architecture(_ project: Project, rings: [String: Ring]) -> [Violation] {
        guard let file = project.files.first(where: { $0.path == "Docs/Architecture.md" }) else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, let ring = codeSpans(cells[1]).first.flatMap({ rings[$0] }) else {
                return nil
            }
            let named = Set(codeSpans(cells[3]))
            guard !named.isEmpty || cells[3].contains("nothing"), named != ring.ours else { return nil }
            return file.violation(index + 1, "the table of rings says \(ring.ours.sorted())")
        }
    }

    /// What stands between backticks.
    private static func codeSpans(_ text: Substring) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    private static let clocksAndChance: Set = [
        "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", "clock_gettime", "gettimeofday",
        "getrandom", "arc4random",
    ]
    private static let chanceCalls: Set = ["random", "randomElement", "shuffle", "shuffled"]

    /// A pure target gets `now` and random bytes as arguments, or its tests could not tell it what time it
    /// is.
    static func purity(_ project: Project, rings: [String: Ring]) -> [Violation] {
        project.files.filter { $0.language == .swift && $0.isProductCode }.flatMap { file -> [Violation] in
            guard let target = file.target, rings[target]?.kind == .pure else { return [] }
            let tokens = file.tokens
            return tokens.indices.compactMap { index in
                let word = tokens[index]
                guard word.kind == .word, isImpure(index, tokens) else { return nil }
                return file.violation(
                    word.line, "\(word.text): time and chance are arguments in a pure target")
            }
        }
    }

    private static func isImpure(_ index: Int, _ tokens: [Token]) -> Bool {
        let word = tokens[index].text
        if clocksAndChance.contains(word) { return true }
        if chanceCalls.contains(word), index + 1 < tokens.count, tokens[index + 1].is("(") {
            return true
        }
        // The C function; `.time(…)` and `case time(…)` are somebody's own.
        if word == "time", index + 1 < tokens.count, tokens[index + 1].is("(") {
            return index == 0 || !(tokens[index - 1].is(".") || tokens[index - 1].is("case"))
        }
        // `.now` of a type, named or implied; `state.now` is somebody's argument.
        guard word == "now", index >= 1, tokens[index - 1].is(".") else { return false }
        guard index >= 2 else { return true }
        let owner = tokens[index - 2]
        return owner.kind == .word ? owner.text.first?.isUppercase == true : !owner.is(")") && !owner.is("]")
    }
}
