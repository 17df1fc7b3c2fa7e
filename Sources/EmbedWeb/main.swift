import Foundation
let arguments = CommandLine.arguments
try "public enum WebAssets {}\n".write(toFile: arguments[arguments.count - 1], atomically: true, encoding: .utf8)
