// Entities of FollowTheMoney, one JSON object a line (as OpenSanctions exports them), and the simple table of
// targets. A list is made of the sanctions that one authority states under one program from one day on: who
// is on it is the authority's statement, told by a data set, as of the day the data set changed. The simple
// table keeps authorities and programs in free text only, so there a list is what one data set names.
// Each line is parsed alone; its places are moved to where it stands in the file.

#include "importers/opensanctions/opensanctions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "base/date.h"
#include "base/yaml_reader.h"
#include "importers/ownership.h"
#include "importers/table.h"

namespace ringfence::importers::opensanctions {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueKind;
using Properties = std::map<std::string, std::vector<std::string>, std::less<>>;

/// One entity, out of its line.
struct Entity {
  std::string id, schema, caption, changed;
  std::vector<std::string> datasets;
  Properties properties;
  base::Span span;

  std::string_view First(std::string_view key) const {
    const auto at = properties.find(key);
    return at == properties.end() ? std::string_view() : std::string_view(at->second.front());
  }
};

/// Schemas that are parties, and their kinds.
std::string_view KindOf(std::string_view schema) {
  if (schema == "Person") return "person";
  if (schema == "PublicBody") return "public-body";
  if (schema == "Company" || schema == "Organization" || schema == "LegalEntity") return "company";
  return "";
}

/// Who names whom, before the parties have names.
struct ListKey {
  std::string authority, program, from, until, datasets;
  friend auto operator<=>(const ListKey&, const ListKey&) = default;
};
struct Listing {
  std::set<std::string> ids;
  std::string because;
  base::Span span;
};

/// Collects all files, then writes.
class Reader {
 public:
  explicit Reader(Import& import) : import_(import) {}

  void ReadLines(const base::SourceFile& source, base::FileId file) {
    file_name_ = FileNameOf(source.name());
    for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
      const std::string_view text = source.line(line);
      if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
      if (auto entity = ReadLine(std::string(text), file, line)) Take(*std::move(entity));
    }
  }

  void ReadTable(const base::SourceFile& source, base::FileId file) {
    file_name_ = FileNameOf(source.name());
    Table table(source, file, import_);
    for (const char* needed : {"id", "schema", "name", "dataset"}) {
      if (!table.Has(needed))
        return import_.Add(DiagnosticKind::kKeyMissing, {file, 1, 1, 1},
                           fmt::format("the table lacks the column '{}'", needed));
    }
    while (table.Next()) ReadRow(table);
  }

  void Write() {
    TakeSanctions();
    TakeShares();
    book_.NameParties();
    book_.Write(import_);
    for (const auto& [key, listing] : lists_) WriteList(key, listing);
  }

 private:
  /// The entity of a line; nothing when something was wrong, which is said.
  std::optional<Entity> ReadLine(std::string text, base::FileId file, std::uint32_t line) {
    const base::SourceFile own("", std::move(text));
    base::Diagnostics findings;
    const auto tree = base::ReadYaml(own, file, findings);
    for (base::Diagnostic one : findings.items()) {
      one.span.line = line;
      import_.diagnostics().Add(std::move(one));
    }
    if (!tree || findings.has_errors()) return std::nullopt;
    Entity entity;
    entity.span = {file, line, 1, 1};
    const NodeRef root = tree->root();
    if ((*tree)[root].kind != ValueKind::kMap) return Wrong(entity.span, "a line must be one JSON object");
    entity.id = tree->Text(root, "id");
    entity.schema = tree->Text(root, "schema");
    entity.caption = tree->Text(root, "caption");
    const std::string_view changed = DayOf(tree->Text(root, "last_change"));
    entity.changed = changed.empty() ? DayOf(tree->Text(root, "last_seen")) : changed;
    for (const char* key : {"id", "schema"}) {
      if (!tree->Text(root, key).empty()) continue;
      import_.Add(DiagnosticKind::kKeyMissing, entity.span, fmt::format("the key '{}' is missing", key));
      return std::nullopt;
    }
    for (const NodeRef item : tree->Items(tree->Find(root, "datasets")))
      entity.datasets.emplace_back(tree->TextOf(item));
    const NodeRef properties = tree->Find(root, "properties");
    if (!properties.valid()) return entity;
    if ((*tree)[properties].kind != ValueKind::kMap)
      return Wrong(Moved((*tree)[properties].span, line), "'properties' must be a map");
    for (const base::ValueEntry& entry : (*tree)[properties].entries) {
      std::vector<std::string>& texts = entity.properties[entry.key];
      for (const NodeRef item : tree->Items(entry.value)) {
        if ((*tree)[item].kind == ValueKind::kScalar)
          texts.emplace_back(tree->TextOf(item));
        else
          return Wrong(Moved((*tree)[item].span, line),
                       "entities inside each other are another export; this reads one entity a line");
      }
      if (texts.empty()) entity.properties.erase(entry.key);
    }
    return entity;
  }

  static base::Span Moved(base::Span span, std::uint32_t line) {
    span.line = line;
    return span;
  }

  std::optional<Entity> Wrong(base::Span span, std::string what) {
    import_.Add(DiagnosticKind::kTypeWrong, span, std::move(what));
    return std::nullopt;
  }

  std::string Because(const Entity& one) const {
    std::string text = fmt::format("FollowTheMoney {}, {} {}", file_name_, one.schema, one.id);
    if (!one.datasets.empty()) text += fmt::format(", data set {}", fmt::join(one.datasets, ", "));
    return one.changed.empty() ? text : text + ", changed " + one.changed;
  }

  void LeaveRest(const Entity& one, std::initializer_list<std::string_view> taken) {
    for (const auto& [key, texts] : one.properties) {
      if (std::ranges::find(taken, key) == taken.end())
        import_.Leave(fmt::format("FollowTheMoney {}: {}", one.schema, key), one.span);
    }
  }

  void Take(Entity entity) {
    const std::string_view kind = KindOf(entity.schema);
    if (!kind.empty()) return TakeParty(entity, kind);
    if (entity.schema != "Ownership" && entity.schema != "Sanction")
      return import_.Leave(fmt::format("FollowTheMoney: entities of schema {}", entity.schema), entity.span);
    const std::string because = Because(entity);
    (entity.schema == "Ownership" ? ownerships_ : sanctions_).emplace_back(std::move(entity), because);
  }

  void TakeParty(const Entity& one, std::string_view kind) {
    StatedParty party;
    party.name = one.caption.empty() ? std::string(one.First("name")) : one.caption;
    party.kind = kind;
    party.jurisdiction =
        Jurisdiction(!one.First("jurisdiction").empty() ? one.First("jurisdiction") : one.First("country"));
    party.because = Because(one);
    party.span = one.span;
    LeaveRest(one, {"name", "jurisdiction", "country", "topics"});
    book_.AddParty(one.id, std::move(party), import_);
  }

  /// Country codes stand in capitals in our files.
  static std::string Jurisdiction(std::string_view code) {
    std::string text(code);
    for (char& byte : text) {
      if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    return text;
  }

  /// A party that is spoken of and stands in none of the files is called by its id.
  void Ensure(const std::string& id, const Entity& by, const std::string& because) {
    if (book_.Has(id)) return;
    import_.Leave("FollowTheMoney: parties that are only spoken of are called by their ids", by.span);
    StatedParty party;
    party.name = id;
    party.because = because;
    party.span = by.span;
    book_.AddParty(id, std::move(party), import_);
  }

  /// The day under the key; false when it is said and no day ("2014" is left open and said).
  std::string DayUnder(const Entity& one, std::string_view key) {
    const std::string_view text = one.First(key);
    const std::string_view day = DayOf(text);
    if (!text.empty() && day.empty())
      import_.Leave(fmt::format("FollowTheMoney {}: {} that is no whole day; the window is open there",
                                one.schema, key),
                    one.span);
    return std::string(day);
  }

  void TakeShares() {
    for (const auto& [one, because] : ownerships_) {
      LeaveRest(one, {"owner", "asset", "percentage", "startDate", "endDate"});
      for (const char* key : {"owner", "asset"}) {
        if (one.First(key).empty())
          import_.Add(DiagnosticKind::kKeyMissing, one.span, fmt::format("the key '{}' is missing", key));
      }
      if (one.First("owner").empty() || one.First("asset").empty()) continue;
      StatedShare share;
      share.because = because;
      share.span = one.span;
      share.from = DayUnder(one, "startDate");
      share.until = DayUnder(one, "endDate");
      std::string_view percent = one.First("percentage");
      if (percent.ends_with('%')) percent.remove_suffix(1);
      while (percent.ends_with(' ')) percent.remove_suffix(1);
      if (const auto read = ShareOfPercent(percent))
        share.share = *read;
      else if (!percent.empty())
        import_.Leave("FollowTheMoney Ownership: percentages that are no number stand as 0%..100%", one.span);
      for (const std::string& owner : one.properties.find("owner")->second) {
        for (const std::string& asset : one.properties.find("asset")->second) {
          Ensure(owner, one, because);
          Ensure(asset, one, because);
          share.owner = owner;
          share.owned = asset;
          book_.AddShare(share);
        }
      }
    }
  }

  void TakeSanctions() {
    for (const auto& [one, because] : sanctions_) {
      LeaveRest(one, {"entity", "authority", "program", "startDate", "listingDate", "endDate", "sourceUrl"});
      ListKey key{std::string(one.First("authority")), std::string(one.First("program")),
                  DayUnder(one, "startDate"), DayUnder(one, "endDate"),
                  fmt::format("{}", fmt::join(one.datasets, ", "))};
      if (key.from.empty()) key.from = DayUnder(one, "listingDate");
      if (key.authority.empty() && !one.datasets.empty()) key.authority = one.datasets.front();
      if (key.authority.empty() || one.First("entity").empty()) {
        import_.Add(DiagnosticKind::kKeyMissing, one.span,
                    fmt::format("the key '{}' is missing", key.authority.empty() ? "authority" : "entity"));
        continue;
      }
      if (!key.from.empty() && !key.until.empty() && key.until < key.from) {
        import_.Add(DiagnosticKind::kDatesNeverApply, one.span,
                    fmt::format("a sanction from {} until {}", key.from, key.until));
        continue;
      }
      Listing& list = lists_[key];
      if (list.because.empty()) {
        list.span = one.span;
        list.because = because;
        if (!one.First("sourceUrl").empty()) list.because += fmt::format(", {}", one.First("sourceUrl"));
      }
      for (const std::string& entity : one.properties.find("entity")->second) {
        Ensure(entity, one, because);
        list.ids.insert(entity);
      }
    }
  }

  void ReadRow(Table& table) {
    table.LeaveRest("targets table", {"id", "schema", "name", "countries", "dataset", "first_seen",
                                      "last_seen", "last_change", "sanctions"});
    const std::string id = table.Cell("id").text, schema = table.Cell("schema").text;
    if (id.empty()) return import_.Add(DiagnosticKind::kKeyMissing, table.span(), "the line names no entity");
    const std::string_view kind = KindOf(schema);
    if (kind.empty())
      return import_.Leave(fmt::format("targets table: entities of schema {}", schema), table.span());
    const std::string changed = table.Cell("last_change").text;
    StatedParty party;
    party.name = table.Cell("name").text;
    party.kind = kind;
    const std::string countries = table.Cell("countries").text;
    party.jurisdiction = Jurisdiction(std::string_view(countries).substr(0, countries.find(';')));
    party.because = fmt::format("OpenSanctions {}, {}", file_name_, id);
    if (!DayOf(changed).empty()) party.because += fmt::format(", changed {}", DayOf(changed));
    const std::string sanctions = table.Cell("sanctions").text;
    if (!sanctions.empty()) party.because += ", sanctions: " + sanctions;
    party.span = table.span();
    if (!book_.AddParty(id, std::move(party), import_)) return;
    const std::string all = table.Cell("dataset").text;
    std::string_view datasets = all;
    while (!datasets.empty()) {
      const std::size_t end = std::min(datasets.find(';'), datasets.size());
      const std::string dataset(datasets.substr(0, end));
      datasets = datasets.substr(std::min(end + 1, datasets.size()));
      if (dataset.empty()) continue;
      Listing& list = lists_[{dataset, "", "", "", dataset}];
      list.because =
          fmt::format("OpenSanctions {}, data set {}; the table says not since when", file_name_, dataset);
      list.span = table.span();
      list.ids.insert(id);
    }
  }

  void WriteList(const ListKey& key, const Listing& list) {
    std::string name = key.authority;
    for (const std::string* part : {&key.program, &key.from, &key.until, &key.datasets}) {
      if (!part->empty() && *part != key.authority) name += ", " + *part;
    }
    Record& by = import_.At(Section::kParties, key.authority, list.span, list.because);
    if (by.values.empty()) import_.Set(by, "kind", "public-body", list.span);
    Record& record = import_.At(Section::kLists, name, list.span, list.because);
    import_.Set(record, "by", key.authority, list.span);
    std::vector<std::string> names;
    for (const std::string& id : list.ids) names.push_back(book_.NameOf(id));
    std::ranges::sort(names);
    import_.SetYaml(record, "names", ListOf(names), list.span);
    if (!key.from.empty()) import_.SetYaml(record, "from", key.from, list.span);
    if (!key.until.empty()) import_.SetYaml(record, "until", key.until, list.span);
  }

  Import& import_;
  std::string_view file_name_;
  PartyBook book_;
  std::vector<std::pair<Entity, std::string>> ownerships_, sanctions_;  ///< each with its source
  std::map<ListKey, Listing> lists_;
};

void Read(std::span<const Input> files, Import& import) {
  Reader reader(import);
  for (const Input& input : files) {
    if (input.source->name().ends_with(".csv"))
      reader.ReadTable(*input.source, input.file);
    else
      reader.ReadLines(*input.source, input.file);
  }
  reader.Write();
}

}  // namespace

const Importer kImporter = {"opensanctions",
                            "OpenSanctions: FollowTheMoney entities (JSON lines), targets.simple.csv", &Read};

}  // namespace ringfence::importers::opensanctions
