// Statements of the Beneficial Ownership Data Standard. 0.2 and 0.3: entityStatement, personStatement,
// ownershipOrControlStatement, each replacing others by id. 0.4: records of type entity, person,
// relationship, each told again under its record id when it changes. Both are brought to one form; only the
// last statement about a thing counts, and the ones before are left aloud. A share is taken when the
// statement calls it a direct shareholding: the policy's shares are direct ones, and votes or seats are no
// shares.

#include "importers/bods/bods.h"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <set>

#include "base/yaml_reader.h"
#include "importers/ownership.h"
#include "importers/tree_import.h"

namespace ringfence::importers::bods {
namespace {

using base::DiagnosticKind;
using base::NodeRef;

enum class Sort : std::uint8_t { kEntity, kPerson, kRelationship };

/// A statement in the form of both generations.
struct Statement {
  Sort sort = Sort::kEntity;
  std::string id;       ///< statement
  std::string subject;  ///< what it is about: the record, or the statement before 0.4
  NodeRef node;         ///< the statement
  NodeRef details;      ///< what it says: recordDetails, or the statement before 0.4
  std::string day;
  bool closed = false;
};

/// Reads one file into the book; shares wait until all files are read.
class Reader : private TreeImport {
 public:
  Reader(const base::ValueTree& tree, std::string_view file, Import& import, PartyBook& book)
      : TreeImport(tree, import), file_(file), book_(book) {}

  void ReadParties() {
    const NodeRef root = tree_.root();
    if (tree_[root].kind != base::ValueKind::kList)
      return WrongShape(root, "the file", "a list of statements");
    for (const base::ValueEntry& entry : tree_[root].entries) ReadStatement(entry.value);
    DropReplaced();
    for (const Statement& one : statements_) {
      if (one.sort != Sort::kRelationship) ReadParty(one);
    }
  }

  void ReadShares() {
    for (const Statement& one : statements_) {
      if (one.sort == Sort::kRelationship) ReadRelationship(one);
    }
  }

 private:
  void ReadStatement(NodeRef node) {
    if (!Map(node, "a statement")) return;
    Statement one;
    one.node = node;
    const bool records = tree_.Find(node, "recordType").valid();
    one.id = Needed(node, records ? "statementId" : "statementID");
    one.details = records ? tree_.Find(node, "recordDetails") : node;
    one.subject = records ? Needed(node, "recordId") : one.id;
    one.day = Day(node, "statementDate");
    one.closed = At(node, "recordStatus") == "closed";
    const std::string type = Needed(node, records ? "recordType" : "statementType");
    const auto sort = SortOf(type);
    if (!sort) {
      const NodeRef named = tree_.Find(node, records ? "recordType" : "statementType");
      if (named.valid()) Invalid(named, fmt::format("'{}' is no kind of statement", type));
      return;
    }
    one.sort = *sort;
    if (records && !Map(one.details, "recordDetails")) {
      if (!one.details.valid()) Require(node, "recordDetails");
      return;
    }
    if (one.id.empty() || one.subject.empty()) return;
    if (!ids_.insert(one.id).second)
      return Add(DiagnosticKind::kNameDuplicate, SpanOf(node),
                 fmt::format("statement '{}' stands here twice", one.id));
    for (const NodeRef replaced : tree_.Items(tree_.Find(node, "replacesStatements")))
      replaced_.emplace(tree_.TextOf(replaced));
    if (records)
      LeaveRest(node, "BODS statement",
                {"statementId", "recordId", "recordType", "recordDetails", "recordStatus", "statementDate",
                 "declarationSubject", "declaration", "publicationDetails", "source"});
    statements_.push_back(std::move(one));
  }

  static std::optional<Sort> SortOf(std::string_view type) {
    if (type == "entityStatement" || type == "entity") return Sort::kEntity;
    if (type == "personStatement" || type == "person") return Sort::kPerson;
    if (type == "ownershipOrControlStatement" || type == "relationship") return Sort::kRelationship;
    return std::nullopt;
  }

  /// Keeps the last statement about each subject: by day, then by place in the file.
  void DropReplaced() {
    std::map<std::string, std::size_t> last;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const auto [at, fresh] = last.emplace(statements_[i].subject, i);
      if (!fresh && statements_[at->second].day <= statements_[i].day) at->second = i;
    }
    std::vector<Statement> kept;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      Statement& one = statements_[i];
      const bool current = last[one.subject] == i && !replaced_.contains(one.id);
      if (current && !one.closed) {
        kept.push_back(std::move(one));
      } else {
        import_.Leave(
            current ? "BODS: records that their source closed" : "BODS: statements that a later one replaces",
            SpanOf(one.node));
      }
    }
    statements_ = std::move(kept);
  }

  /// "BODS FILE, statement ID of DAY, PUBLISHER".
  std::string Because(const Statement& one) {
    std::string text = fmt::format("BODS {}, statement {}", file_, one.id);
    if (!one.day.empty()) text += " of " + one.day;
    const NodeRef published = tree_.Find(one.node, "publicationDetails");
    const std::string publisher(tree_.Text(tree_.Find(published, "publisher"), "name"));
    if (!publisher.empty()) text += ", published by " + publisher;
    const NodeRef source = tree_.Find(one.node, "source");
    for (const NodeRef type : tree_.Items(tree_.Find(source, "type")))
      text += fmt::format(", source: {}", tree_.TextOf(type));
    const std::string_view description = tree_.Text(source, "description");
    if (!description.empty()) text += fmt::format(" ({})", description);
    return text;
  }

  std::string CountryOf(NodeRef place) {
    const std::string code(tree_.Text(place, "code"));
    return code.empty() ? std::string(tree_.Text(place, "name")) : code;
  }

  void ReadParty(const Statement& one) {
    StatedParty party;
    party.span = SpanOf(one.details);
    party.because = Because(one);
    party.name = At(one.details, "name");
    for (const NodeRef name : List(NonEmpty(one.details, "names"), "names")) {
      if (party.name.empty()) party.name = std::string(tree_.Text(name, "fullName"));
    }
    if (one.sort == Sort::kPerson) {
      party.kind = "person";
      for (const NodeRef nation : List(NonEmpty(one.details, "nationalities"), "nationalities"))
        party.jurisdiction = party.jurisdiction.empty() ? CountryOf(nation) : party.jurisdiction;
      LeaveRest(one.details, "BODS person",
                {"name", "names", "nationalities", "statementID", "statementType", "statementDate",
                 "publicationDetails", "source", "replacesStatements", "personType", "isComponent"});
    } else {
      const NodeRef type = tree_.Find(one.details, "entityType");
      const std::string word(tree_[one.details].entries.empty() || !type.valid() ? ""
                             : tree_[type].kind == base::ValueKind::kMap         ? tree_.Text(type, "type")
                                                                                 : tree_.TextOf(type));
      if (word == "state") party.kind = "state";
      if (word == "stateBody") party.kind = "public-body";
      NodeRef place = tree_.Find(one.details, "jurisdiction");
      if (!place.valid()) place = tree_.Find(one.details, "incorporatedInJurisdiction");
      party.jurisdiction = CountryOf(place);
      LeaveRest(one.details, "BODS entity",
                {"name", "names", "entityType", "jurisdiction", "incorporatedInJurisdiction", "statementID",
                 "statementType", "statementDate", "publicationDetails", "source", "replacesStatements",
                 "isComponent"});
    }
    book_.AddParty(one.subject, std::move(party), import_);
  }

  NodeRef NonEmpty(NodeRef map, std::string_view key) {
    const NodeRef node = tree_.Find(map, key);
    return Empty(node) ? NodeRef() : node;
  }

  /// The party a statement speaks of; a party that stands for an unknown one when it says only why.
  std::string PartyOf(const Statement& one, std::string_view key) {
    const NodeRef node = tree_.Find(one.details, key);
    if (Empty(node)) {
      Add(DiagnosticKind::kKeyMissing, SpanOf(one.details), fmt::format("the key '{}' is missing", key));
      return {};
    }
    if (tree_[node].kind == base::ValueKind::kScalar) return std::string(tree_.TextOf(node));
    for (const char* described : {"describedByEntityStatement", "describedByPersonStatement"}) {
      const std::string id(tree_.Text(node, described));
      if (!id.empty()) return id;
    }
    NodeRef unspecified = tree_.Find(node, "unspecified");
    if (!unspecified.valid()) unspecified = node;
    const std::string reason(tree_.Text(unspecified, "reason"));
    if (reason.empty()) return Invalid(node, fmt::format("'{}' names no party and no reason", key)), "";
    StatedParty unknown;
    unknown.name = fmt::format("unknown ({}) in {}", reason, one.id);
    unknown.because = Because(one);
    unknown.span = SpanOf(node);
    const std::string id = "unknown " + one.id + std::string(key);
    book_.AddParty(id, std::move(unknown), import_);
    return id;
  }

 public:
  /// Unknown owners become parties too; before the parties are named.
  void ReadEnds() {
    for (const Statement& one : statements_) {
      if (one.sort != Sort::kRelationship) continue;
      ends_.emplace(one.id, std::pair(PartyOf(one, "interestedParty"), PartyOf(one, "subject")));
    }
  }

 private:
  void ReadRelationship(const Statement& one) {
    const auto& [owner, owned] = ends_[one.id];
    LeaveRest(one.details, "BODS relationship",
              {"interestedParty", "subject", "interests", "statementID", "statementType", "statementDate",
               "publicationDetails", "source", "replacesStatements", "isComponent"});
    if (owner.empty() || owned.empty()) return;
    const NodeRef interests = NonEmpty(one.details, "interests");
    if (!interests.valid()) return import_.Leave("BODS: relationships without an interest", SpanOf(one.node));
    for (const NodeRef interest : List(interests, "interests")) {
      if (!Map(interest, "an interest")) continue;
      const std::string type = At(interest, "type");
      const std::string way =
          At(interest, "directOrIndirect") + At(interest, "interestLevel");  // 0.3 and later, 0.2
      if (type != "shareholding") {
        import_.Leave(fmt::format("BODS: control by other means than shares: {}", type), SpanOf(interest));
      } else if (way == "indirect") {
        import_.Leave("BODS: indirect shareholdings (shares of a policy are direct ones)", SpanOf(interest));
      } else {
        ReadShare(one, interest, owner, owned);
      }
    }
  }

  void ReadShare(const Statement& one, NodeRef interest, const std::string& owner, const std::string& owned) {
    const NodeRef share = tree_.Find(interest, "share");
    StatedShare stated{
        owner,        owned,           {}, Day(interest, "startDate"), Day(interest, "endDate"),
        Because(one), SpanOf(interest)};
    const auto exact = Percent(share, "exact");
    auto least = Percent(share, "minimum"), most = Percent(share, "maximum");
    if (!least) least = Percent(share, "exclusiveMinimum");
    if (!most) most = Percent(share, "exclusiveMaximum");
    if (least) stated.share.min_bp = least->min_bp;
    if (most) stated.share.max_bp = most->max_bp;
    if (exact) stated.share = *exact;
    if (stated.share.max_bp < stated.share.min_bp) return Invalid(share, "the share ends before it begins");
    book_.AddShare(std::move(stated));
  }

  /// Nothing for an absent key, or for a flag ("exclusiveMinimum": true, 0.2).
  std::optional<Share> Percent(NodeRef share, std::string_view key) {
    const NodeRef node = tree_.Find(share, key);
    const std::string_view text = tree_.TextOf(node);
    if (Empty(node) || text == "true" || text == "false") return std::nullopt;
    const auto percent = ShareOfPercent(text);
    if (!percent) Invalid(node, fmt::format("'{}': '{}' is no percentage from 0 to 100", key, text));
    return percent;
  }

  std::string_view file_;
  PartyBook& book_;
  std::vector<Statement> statements_;
  std::set<std::string> ids_, replaced_;
  std::map<std::string, std::pair<std::string, std::string>> ends_;
};

void Read(std::span<const Input> files, Import& import) {
  PartyBook book;
  std::deque<base::ValueTree> trees;  // readers point into them
  std::deque<Reader> readers;
  for (const Input& input : files) {
    auto tree = base::ReadYaml(*input.source, input.file, import.diagnostics());
    if (!tree) continue;
    trees.push_back(*std::move(tree));
    readers.emplace_back(trees.back(), FileNameOf(input.source->name()), import, book);
    readers.back().ReadParties();
  }
  for (Reader& reader : readers) reader.ReadEnds();
  book.NameParties();
  for (Reader& reader : readers) reader.ReadShares();
  book.Write(import);
}

}  // namespace

const Importer kImporter = {"bods", "Beneficial Ownership Data Standard 0.2 to 0.4, JSON", &Read};

}  // namespace ringfence::importers::bods
