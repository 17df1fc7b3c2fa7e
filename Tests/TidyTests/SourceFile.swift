import Foundation

/// What a rule found: where, and why it is not how we do things here.
struct Violation: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let reason: String

    var description: String { "\(path):\(line): \(reason)" }
}

/// A file of the project with its text, taken apart once for all rules.
struct SourceFile {
    enum Language {
        case swift, c, javaScript, python, shell, css, html, markdown, other
    }

    /// From the project's root: `Sources/Canvas/Grid.swift`.
    let path: String
    let text: String
    let language: Language
    let lines: [Substring]
    /// The code without comments; of languages that the lexer knows.
    let tokens: [Token]
    let comments: [Comment]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        language = SourceFile.language(of: path)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isLexed = [.swift, .c, .javaScript].contains(language)
        (tokens, comments) = isLexed ? Lexer.read(text, as: language) : ([], [])
    }

    /// The folders and the name.
    var pathParts: [Substring] { path.split(separator: "/") }

    /// `Canvas` of `Sources/Canvas/Grid.swift`; nil for files that belong to no target.
    var target: String? {
        pathParts.count >= 3 && ["Sources", "Tests"].contains(pathParts[0]) ? String(pathParts[1]) : nil
    }

    var isProductCode: Bool { path.hasPrefix("Sources/") }

    func violation(_ line: Int, _ reason: String) -> Violation {
        Violation(path: path, line: line, reason: reason)
    }

    private static func language(of path: String) -> Language {
        if path.hasPrefix(".ci/") || path == "Makefile" { return .shell }
        return switch path.split(separator: ".").last {
        case "swift": .swift
        case "c", "h": .c
        case "js", "mjs": .javaScript
        case "py": .python
        case "css": .css
        case "html": .html
        case "md": .markdown
        default: .other
        }
    }
}

/// The project as the rules see it.
struct Project {
    let files: [SourceFile]

    /// Everything that is ours below `root`; what builds, tools and running servers leave behind is not.
    init(root: URL) throws {
        let notOurs: Set = [".build", ".git", "toile-data", "node_modules", "__pycache__"]
        let rootPath = root.standardizedFileURL.path(percentEncoded: false)
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .isSymbolicLinkKey]
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: Array(keys))
        else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        var files: [SourceFile] = []
        for case let url as URL in walk {
            if notOurs.contains(url.lastPathComponent) {
                walk.skipDescendants()
                continue
            }
            let values = try url.resourceValues(forKeys: keys)
            guard values.isRegularFile == true, values.isSymbolicLink != true else { continue }
            // What is no UTF-8 is a picture or the like: it is there, but has no lines to speak about.
            let text = String(validating: try Data(contentsOf: url), as: UTF8.self) ?? ""
            let path = url.standardizedFileURL.path(percentEncoded: false).dropFirst(rootPath.count)
            files.append(SourceFile(path: path.drop { $0 == "/" }.description, text: text))
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    /// A made-up project, for testing the rules themselves.
    init(_ files: [String: String]) {
        self.files = files.map { SourceFile(path: $0.key, text: $0.value) }.sorted { $0.path < $1.path }
    }
}
