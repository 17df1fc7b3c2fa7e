public import Foundation

/// Where the tests find the project's own files, whatever directory they are run from.
public enum ProjectFiles {
    /// The folder of `Package.swift`.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The bytes of `Tests/Fixtures/NAME`.
    public static func fixture(_ name: String) throws -> Data {
        try Data(contentsOf: root.appending(path: "Tests/Fixtures").appending(path: name))
    }
}
