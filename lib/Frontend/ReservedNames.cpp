//===- ReservedNames.cpp - Names that a C header cannot give away -------------===//

#include "lib/Frontend/ReservedNames.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

static llvm::StringSet<> setOf(StringRef text) {
  llvm::StringSet<> names;
  for (StringRef name : llvm::split(text, ' '))
    names.insert(name);
  return names;
}

bool dlc::isReservedWord(StringRef identifier) {
  static const llvm::StringSet<> words =
      setOf("NULL alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t "
            "char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr constinit "
            "continue decltype default delete do double dynamic_cast else enum explicit export extern false float for "
            "friend goto if inline instance int int16_t int32_t int64_t int8_t linux long main mutable namespace new "
            "noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast "
            "requires restrict return short signed size_t sizeof static static_assert static_cast struct switch "
            "template this thread_local throw true try typedef typeid typename typeof uint16_t uint64_t union unix "
            "unsigned using virtual void volatile wchar_t while xor xor_eq");
  bool ofTheLanguage =
      identifier.size() > 1 && identifier[0] == '_' && (identifier[1] == '_' || llvm::isUpper(identifier[1]));
  return ofTheLanguage || words.contains(identifier) || identifier == "_" || identifier.starts_with("dlc_") ||
         identifier.starts_with("DLC_");
}

bool dlc::isLibraryName(StringRef identifier) {
  static const llvm::StringSet<> names =
      setOf("abort abs acos acosh aligned_alloc asctime asin asinh atan atan2 atanh atexit atof atoi atol atoll "
            "bsearch calloc cbrt ceil clearerr clock copysign cos cosh ctime difftime div erf erfc exit exp exp2 "
            "expm1 fabs fclose fdim feof ferror fflush fgetc fgetpos fgets floor fma fmax fmin fmod fopen fprintf "
            "fputc fputs fread free freopen frexp fscanf fseek fsetpos ftell fwrite getc getchar getenv gets gmtime "
            "hypot ilogb isalnum isalpha iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit "
            "labs ldexp ldiv lgamma llabs lldiv llrint llround localtime log log10 log1p log2 logb longjmp lrint "
            "lround malloc mblen memchr memcmp memcpy memmove memset mktime modf nan nearbyint nextafter perror pow "
            "printf putc putchar puts qsort raise rand realloc remainder remove remquo rename rewind rint round "
            "scalbn scanf setbuf setjmp setlocale setvbuf signal sin sinh snprintf sprintf sqrt srand sscanf strcat "
            "strchr strcmp strcoll strcpy strcspn strerror strftime strlen strncat strncmp strncpy strpbrk strrchr "
            "strspn strstr strtod strtok strtol strtoul strxfrm system tan tanh tgamma time tmpfile tmpnam tolower "
            "toupper trunc ungetc vfprintf vprintf vsprintf accept access bind close connect dup exec fork index j0 "
            "j1 jn kill link listen open pause pipe poll read recv select send sleep socket stat sync wait write y0 "
            "y1 yn");
  return names.contains(identifier);
}
