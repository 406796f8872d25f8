#include <algorithm>
#include <cctype>

#include "house/checks.h"
#include "house/code.h"

namespace ringfence::house {
namespace {

/// Parts of file names that say nothing about what is inside.
constexpr std::string_view kEmptyNames[] = {"util",   "utils", "helper", "helpers",
                                            "common", "misc",  "manager"};

/// Words by which a text speaks about one maker's systems, and the only folders that may use them. In small
/// letters they are looked for whatever the text's case; in capitals just so, because std::ios is no vendor.
struct VendorWords {
  std::vector<std::string_view> folders;
  std::vector<std::string_view> words;
};

/// A keyword of one system that contains another maker's name.
constexpr std::string_view kBorrowedKeyword = "cisco-non-deterministic";

const std::vector<VendorWords>& Vendors() {
  static const std::vector<VendorWords> kVendors = {
      {{"src/formats/huawei_vrp"}, {"huawei", "vrp", "vrp8"}},
      {{"src/formats/nokia_sros", "src/formats/nokia_srlinux"}, {"nokia"}},
      {{"src/formats/nokia_sros"}, {"sros", "sr os", "timos", "md-cli", "alcatel"}},
      {{"src/formats/nokia_srlinux"}, {"srlinux", "sr linux"}},
      {{"src/formats/cisco_ios", "src/formats/cisco_iosxr", "src/formats/cisco_nxos"}, {"cisco"}},
      {{"src/formats/cisco_nxos"}, {"nx-os"}},
      {{"src/formats/cisco_ios", "src/formats/cisco_iosxr"}, {"IOS"}},
      {{"src/formats/cisco_ios"}, {"ios-xe", "iosxe"}},
      {{"src/formats/cisco_iosxr"}, {"ios-xr", "iosxr"}},
      {{"src/formats/juniper_junos"}, {"juniper", "junos", "srx"}},
      {{"src/formats/arista_eos"}, {"arista"}},
      {{"src/formats/zte_zxros"}, {"zte", "zxros", "zxr10"}},
      {{}, {"ericsson", "routeros", "mikrotik"}},
  };
  return kVendors;
}

/// Built from halves so that this file does not contain what it looks for.
std::vector<std::string> StrayWords() {
  std::vector<std::string> words;
  const auto add = [&words](std::string_view first, std::string_view second) {
    words.push_back(std::string(first) + std::string(second));
  };
  add("/wo", "rk/");
  add("/tmp/", "notes");
  add("/ho", "me/");
  add("TO", "DO");
  add("FIX", "ME");
  add("XX", "X:");
  add("place", "holder");
  add("for ", "now,");
  add("for ", "now.");
  add("artifact-", "registry");
  add("BEGIN RSA ", "PRIVATE KEY");
  return words;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return lower;
}

bool IsSnakeCase(std::string_view name) {
  return std::ranges::all_of(name, [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
  });
}

/// Tests speak about real systems, and a detector names the systems it must not confuse with its own.
bool MayNameVendors(std::string_view path) {
  return !IsBelow(path, "src") || path.ends_with("/detect.cc") || !IsCode(path) || IsTest(path) ||
         path.find("/testdata/") != std::string_view::npos;
}

}  // namespace

Findings CheckFileNames(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsCode(path)) continue;
    const std::string file = PartsOf(path).back();
    if (!IsSnakeCase(file)) findings.push_back(Finding(path, 1, "the name is not in snake_case"));
    std::string stem = file.substr(0, file.find('.'));
    std::ranges::replace(stem, '_', ' ');
    for (const std::string_view name : kEmptyNames) {
      if (HasWord(stem, name))
        findings.push_back(Finding(path, 1, "'" + std::string(name) + "' says nothing about the file"));
    }
  }
  return findings;
}

Findings CheckVendorWords(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (MayNameVendors(path)) continue;
    std::size_t number = 0;
    for (const std::string_view line : LinesOf(text)) {
      ++number;
      std::string lower = Lower(line);
      if (const std::size_t at = lower.find(kBorrowedKeyword); at != std::string::npos)
        lower.erase(at, kBorrowedKeyword.size());
      for (const VendorWords& vendor : Vendors()) {
        if (std::ranges::any_of(vendor.folders,
                                [&](std::string_view folder) { return IsBelow(path, folder); }))
          continue;
        for (const std::string_view word : vendor.words) {
          if (HasWord(word == Lower(word) ? std::string_view(lower) : line, word))
            findings.push_back(Finding(path, number, "vendor's word '" + std::string(word) + "'"));
        }
      }
    }
  }
  return findings;
}

Findings CheckStrayWords(const Tree& tree) {
  Findings findings;
  const std::vector<std::string> words = StrayWords();
  for (const auto& [path, text] : tree) {
    std::size_t number = 0;
    for (const std::string_view line : LinesOf(text)) {
      ++number;
      for (const std::string& word : words) {
        if (line.find(word) != std::string_view::npos)
          findings.push_back(Finding(path, number, "contains '" + word + "'"));
      }
    }
  }
  return findings;
}

}  // namespace ringfence::house
