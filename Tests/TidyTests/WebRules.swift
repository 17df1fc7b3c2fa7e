/// The browser client: who may import whom, and who may touch the page.
enum WebRules {
    static let scripts = "Web/js/"

    static func check(_ project: Project) -> [Violation] {
        let files = project.files.filter { $0.path.hasPrefix(scripts) && $0.language == .javaScript }
        return files.flatMap { file in
            imports(of: file).flatMap { check($0, of: file, among: Set(files.map(\.path))) } + words(file)
        } + cycles(files) + project.files.filter { $0.language == .html }.flatMap(inlineCode)
    }

    struct Import: Equatable {
        let target: String
        let line: Int
        /// A call of `import()`: fetched when it is reached, and not before.
        let isCall: Bool
    }

    /// Import statements, re-exports and calls of `import()`.
    static func imports(of file: SourceFile) -> [Import] {
        file.tokens.indices.dropFirst().compactMap { index in
            let token = file.tokens[index]
            let before = file.tokens[index - 1]
            let isCall = before.is("(") && index >= 2 && file.tokens[index - 2].is("import")
            guard token.kind == .string, before.is("from") || before.is("import") || isCall else {
                return nil
            }
            return Import(target: token.text, line: token.line, isCall: isCall)
        }
    }

    /// The areas an area may import from besides itself. `main.js` puts everything together and may import
    /// all.
    private static let mayImport: [String: Set<String>] = [
        "util": [], "texts": [], "wire": ["util"], "net": ["wire", "util", "canvas"],
        "canvas": ["util", "wire"], "input": ["util", "canvas"],
        "ui": ["util", "canvas", "input", "texts"],
        "features": ["util", "canvas", "input", "texts", "ui", "wire"],
        "app": ["util", "wire", "net", "canvas", "input", "texts", "ui", "features"],
    ]

    private static func check(_ statement: Import, of file: SourceFile, among paths: Set<String>)
        -> [Violation]
    {
        guard statement.target.hasPrefix("./") || statement.target.hasPrefix("../") else {
            return [file.violation(statement.line, "\(statement.target): we have no packages")]
        }
        let path = resolve(statement.target, from: file)
        guard paths.contains(path) else {
            return [file.violation(statement.line, "\(statement.target) leads nowhere")]
        }
        let (from, to) = (area(of: file.path), area(of: path))
        guard from != "main.js", from != to else { return [] }
        guard let allowed = mayImport[from] else {
            return [file.violation(statement.line, "\(from) is not an area of the client")]
        }
        return allowed.contains(to) ? [] : [file.violation(statement.line, "\(from) may not import \(to)")]
    }

    /// `canvas` of `Web/js/canvas/grid.js`.
    private static func area(of path: String) -> String {
        String(path.dropFirst(scripts.count).prefix { $0 != "/" })
    }

    static func resolve(_ target: String, from file: SourceFile) -> String {
        var parts = Array(file.pathParts.dropLast())
        for part in target.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    private static func cycles(_ files: [SourceFile]) -> [Violation] {
        var imported: [String: [String]] = [:]
        for file in files { imported[file.path] = imports(of: file).map { resolve($0.target, from: file) } }
        var finished: Set<String> = []
        var violations: [Violation] = []
        func visit(_ path: String, _ trail: [String]) {
            if let start = trail.firstIndex(of: path) {
                let circle = (trail[start...] + [path]).map { $0.dropFirst(scripts.count) }.joined(
                    separator: " -> ")
                violations.append(Violation(path: path, line: 1, reason: "imports in a circle: \(circle)"))
                return
            }
            guard finished.insert(path).inserted else { return }
            for next in imported[path] ?? [] { visit(next, trail + [path]) }
        }
        for file in files { visit(file.path, []) }
        return violations
    }

    private static let markup: Set = [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "eval", "Function", "createContextualFragment",
    ]
    private static let page: Set = [
        "document", "window", "navigator", "localStorage", "sessionStorage", "requestAnimationFrame",
        "getContext",
    ]
    private static let clocks: Set = ["Date", "performance", "setTimeout", "setInterval", "crypto"]

    /// Words that a file may not use: markup made of strings anywhere, `console` outside of the log, the page
    /// in pure modules, clocks and chance where they are passed in.
    private static func words(_ file: SourceFile) -> [Violation] {
        let name = file.path.dropFirst(scripts.count)
        let area = area(of: file.path)
        let isPure =
            area == "wire" || area == "net" || (area == "canvas" && !name.hasPrefix("canvas/renderer"))
        return file.tokens.indices.compactMap { index in
            let word = file.tokens[index]
            let isMember = index >= 1 && file.tokens[index - 1].is(".")
            guard word.kind == .word else { return nil }
            if markup.contains(word.text) {
                return file.violation(word.line, "\(word.text) runs what it is given")
            }
            if word.is("console"), name != "util/log.js" {
                return file.violation(word.line, "console belongs to util/log.js")
            }
            guard isPure, !isMember || word.is("getContext") else { return nil }
            if page.contains(word.text) { return file.violation(word.line, "\(word.text) in a pure module") }
            if clocks.contains(word.text) {
                return file.violation(word.line, "\(word.text) in a pure module")
            }
            return nil
        }
    }

    /// The content security policy allows no script or style inside the page.
    private static func inlineCode(_ file: SourceFile) -> [Violation] {
        file.lines.enumerated().compactMap { index, line in
            let lowercased = line.lowercased()
            if lowercased.contains("<style") || lowercased.contains(" style=") {
                return file.violation(index + 1, "style inside the page")
            }
            if lowercased.contains("<script"), !lowercased.contains("src=") {
                return file.violation(index + 1, "script inside the page")
            }
            let attributes = lowercased.split { !$0.isLetter && $0 != "=" }
            if attributes.contains(where: { $0.hasPrefix("on") && $0.hasSuffix("=") }) {
                return file.violation(index + 1, "script inside an attribute")
            }
            return nil
        }
    }
}
