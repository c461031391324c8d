"""Whether a message is nothing but a yes, or nothing but a no, in the languages in which people write.

The whole message must be it. What is not known to be a yes is none: the user is asked again, which costs little.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

Answer = Literal["yes", "no"]

# One line a language reads better than one phrase a line.
# ruff: noqa: E501
# fmt: off
_YES = (
    "yes, y, yep, yup, yeah, yea, ye, aye, sure, sure thing, ok, okay, do it, do that, do so, go ahead, go for it, of course",
    "absolutely, definitely, certainly, correct, right, that's right, confirm, confirmed, i confirm, agreed, i'm sure, i am sure, yes i do, i do, sounds good, 👍, 👌, ✅, ✔",
    "ja, jawohl, jap, jep, jo, klar, na klar, natürlich, sicher, genau, gerne, gern, in ordnung, einverstanden, mach das, mach es, tu das, tu es, ja mach, bestätigt",  # German
    "sí, si claro, claro, claro que sí, vale, de acuerdo, por supuesto, correcto, adelante, hazlo, hágalo, dale, confirmo, confirmado, desde luego, está bien",  # Spanish
    "oui, ouais, bien sûr, d'accord, vas-y, allez-y, volontiers, exactement, fais-le, faites-le, je confirme, c'est ça, certainement",  # French
    "sì, certo, certamente, va bene, d'accordo, fallo, lo faccia, procedi, confermo, confermato, esatto, sicuro, ovvio",  # Italian
    "sim, claro que sim, com certeza, pode ser, tá bom, está bem, tudo bem, isso, isso mesmo, faça isso, pode fazer, manda ver",  # Portuguese
    "ja hoor, jazeker, zeker, prima, akkoord, doe maar, doe dat, natuurlijk, graag, inderdaad, klopt",  # Dutch
    "evet, tamam, olur, peki, tabii, tabii ki, elbette, onaylıyorum, doğru, yap, eminim",  # Turkish
    "tak, dobrze, dobra, jasne, oczywiście, pewnie, zgoda, zgadza się, zrób to, potwierdzam",  # Polish
    "да, ага, угу, конечно, давай, давайте, хорошо, ладно, верно, подтверждаю, согласен, согласна, сделай, сделай это, ок, окей",  # Russian
    "так, авжеж, звичайно, звісно, добре, гаразд, підтверджую, згоден, згодна, зроби, зроби це",  # Ukrainian
    "نعم, أجل, ايوه, أيوة, تمام, موافق, أوافق, حسنا, طبعا, بالتأكيد, أكيد, صحيح, افعل, افعل ذلك, أؤكد, ماشي, اوك, اوكي",  # Arabic
    "بله, بلی, آره, اره, باشه, حتما, البته, درسته, درست است, تایید, تأیید می‌کنم, انجام بده, اوکی",  # Persian
    "ہاں, ھاں, هاں, جی, جی ہاں, جی بالکل, ہاں جی, بالکل, ٹھیک ہے, ٹھیک, ضرور, کر دو, کر دیں, کردو, ہاں کر دو, درست, اوکے",  # Urdu
    "haan, han, haa, haan ji, han ji, ji, jee, ji haan, ji han, jee haan, bilkul, theek hai, thik hai, theek, thik, zaroor, zarur, kar do, kardo, kar dein, sahi hai",  # Urdu and Hindi, in Latin letters
    "हाँ, हां, हा, जी, जी हाँ, हाँ जी, बिल्कुल, ठीक है, ठीक, ज़रूर, जरूर, कर दो, कर दीजिए, सही है, ओके, हो, होय",  # Hindi, Marathi
    "হ্যাঁ, হাঁ, হ্যা, জি, জ্বি, জী, জি হ্যাঁ, ঠিক আছে, অবশ্যই, আচ্ছা, করো, করে দাও, করুন",  # Bengali
    "ਹਾਂ, ਹਾਂ ਜੀ, ਜੀ, ਜੀ ਹਾਂ, ਠੀਕ ਹੈ, હા, હા જી, બરાબર, ஆம், ஆமாம், சரி, అవును, సరే, ಹೌದು, ಸರಿ, അതെ, ശരി, ඔව්",  # Panjabi, Gujarati, Tamil, Telugu, Kannada, Malayalam, Sinhala
    "ya, iya, iya benar, betul, benar, baik, baiklah, boleh, tentu, tentu saja, lakukan, silakan, setuju, oke",  # Indonesian, Malay
    "japp, jajamän, visst, självklart, absolut, javisst, okej, gör det, javel, selvfølgelig, gjør det, gør det, greit, kyllä, joo, juu, tietysti, selvä, já",  # Swedish, Norwegian, Danish, Finnish, Icelandic
    "ano, jasně, dobře, určitě, áno, igen, persze, rendben, da, desigur, bine, sigur, разбира се, naravno, svakako, može",  # Czech, Slovak, Hungarian, Romanian, Bulgarian, Croatian
    "ναι, ναί, βεβαίως, φυσικά, εντάξει, σωστά, כן, בטח, בסדר, אישור, bəli, hə, иә, jah, jā, taip, ndiyo, sawa, oo, opo, sige",  # Greek, Hebrew, Azerbaijani, Kazakh, Estonian, Latvian, Lithuanian, Swahili, Filipino
    "vâng, được, đồng ý, dạ, dạ vâng, đúng, ใช่, ตกลง, ได้, โอเค, ใช่ครับ, ใช่ค่ะ, ได้ครับ, ได้ค่ะ",  # Vietnamese, Thai
    "是, 是的, 是啊, 对, 對, 对的, 對的, 好, 好的, 好啊, 好吧, 行, 可以, 嗯, 确定, 確定, 确认, 確認, 没问题, 沒問題, 同意, 当然, 當然, 没错, 沒錯",  # Chinese
    "はい, うん, ええ, そうです, もちろん, お願い, お願いします, おねがいします, やって, やってください, いいよ, オーケー, オッケー, どうぞ",  # Japanese
    "네, 넵, 예, 응, 그래, 그래요, 좋아, 좋아요, 좋습니다, 맞아, 맞아요, 맞습니다, 확인, 물론, 물론이죠, 해줘, 해 주세요, 오케이",  # Korean
)
_NO = (
    "no, n, nope, nah, no way, don't, do not, don't do it, don't do that, cancel, stop, never mind, nevermind, not now, leave it, keep it, 👎, ❌",
    "nein, nee, nö, ne, lieber nicht, auf keinen fall, abbrechen, lass es, claro que no, no lo hagas, cancelar, non, non merci, pas du tout, annule, annuler, no grazie, annulla, não, nao, cancela",
    "neen, liever niet, annuleren, hayır, hayir, yok, iptal, nie, anuluj, нет, не надо, неа, отмена, ні, не треба, скасувати",
    "لا, كلا, لأ, إلغاء, نه, خیر, نخیر, لغو, نہیں, جی نہیں, نہ, مت کرو, رہنے دو, nahi, nahin, nahee, nai, ji nahi, mat karo, rehne do",
    "नहीं, नही, जी नहीं, ना, मत करो, रहने दो, না, জি না, নাহ, tidak, tak usah, enggak, nggak, gak, jangan, batal, nej, nei, ei, avbryt, annuller, ne, nem, nu, не, όχι, לא, không, ไม่, ไม่ใช่",
    "不, 不是, 不要, 不用, 不行, 不可以, 取消, 别, 別, いいえ, いや, ううん, やめて, だめ, キャンセル, 아니, 아니요, 아니오, 아뇨, 하지마, 취소",
)
_POLITE = (
    "please, pls, plz, thanks, thank you, thx, then, now, 🙂, 😊, 🙏, bitte, danke, por favor, gracias, s'il te plaît, s'il vous plaît, stp, svp, merci, per favore, grazie, obrigado, obrigada, alsjeblieft, alstublieft, dank je, dank u, bedankt",
    "lütfen, teşekkürler, proszę, dzięki, dziękuję, пожалуйста, спасибо, будь ласка, дякую, من فضلك, لو سمحت, شكرا, لطفا, ممنون, مرسی, براہ کرم, مہربانی, شکریہ, shukriya, meharbani, कृपया, धन्यवाद, शुक्रिया, দয়া করে, ধন্যবাদ",
    "tolong, terima kasih, tack, snälla, takk, tak, kiitos, prosím, díky, köszönöm, kérem, mulțumesc, te rog, ευχαριστώ, παρακαλώ, תודה, בבקשה, cảm ơn, ครับ, ค่ะ, 谢谢, 謝謝, 请, 請, ありがとう, ありがとうございます, 감사합니다, 고마워, 고마워요, 부탁해, 부탁해요, 부탁합니다, 부탁드립니다",
)
# fmt: on
_ECHOES = {
    "delete_task": ("delete", "remove", "erase"),
    "complete_task": ("complete", "finish", "mark", "tick off"),
    "update_task": ("change", "rename", "update"),
}
"""What may follow a yes to a question about this tool alone: "yes, delete it"."""
_MOST = 60
"""Longer than any of these; nothing longer is read."""
_DOUBT = re.compile(r"[?\uff1f\u061f\u037e]")
"""Question marks: "sure?" is no yes."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u1100-\u11ff]")
"""Kana, Han and the letters of Hangul: there a space says nothing."""


def answer_of(text: str, tools: Iterable[str] = ()) -> Answer | None:
    """What a message answers to a question about calls of these tools; None where it is anything else besides."""
    said = _plain(text)
    if not said or len(said) > _MOST or _DOUBT.search(text):
        return None
    if _UNSPACED.search(said):
        said = said.replace(" ", "")
        return "yes" if _YES_UNSPACED.fullmatch(said) else "no" if _NO_UNSPACED.fullmatch(said) else None
    return (
        "yes"
        if _YES_SPACED.fullmatch(_without_echo(said, set(tools)))
        else "no"
        if _NO_SPACED.fullmatch(said)
        else None
    )


def _plain(text: str) -> str:
    """In one case and form, without punctuation, accents, vowel marks and variants of emoji; words by one space."""
    if len(text) > _MOST * 4:
        return ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (" " if unicodedata.category(one)[0] in "PZC" and one != "\u200d" else one for one in folded)
    return " ".join("".join(one for one in kept if unicodedata.category(one) not in ("Mn", "Cf", "Sk")).split())


def _without_echo(said: str, tools: set[str]) -> str:
    if len(tools) != 1:
        return said
    verbs = "|".join(_ECHOES.get(tools.pop(), ()))
    return re.sub(rf" (?:{verbs}) (?:it|them|that|both|all of them|them all)(?: (?:as )?done)?\b", "", said, count=1)


def _phrases(lines: Iterable[str]) -> list[str]:
    return sorted({_plain(phrase) for line in lines for phrase in line.split(", ")}, key=len, reverse=True)


def _pattern(phrases: Iterable[str], space: str) -> re.Pattern[str]:
    """Some of these, with polite words around them."""
    wanted, polite = (
        "|".join(re.escape(phrase.replace(" ", space)) for phrase in some) for some in (phrases, _phrases(_POLITE))
    )
    return re.compile(f"(?:(?:{polite}){space})*(?:{wanted})(?:{space}(?:{wanted}|{polite}))*")


_YES_SPACED, _NO_SPACED = (_pattern(_phrases(lines), " ") for lines in (_YES, _NO))
_YES_UNSPACED, _NO_UNSPACED = (_pattern(filter(_UNSPACED.search, _phrases(lines)), "") for lines in (_YES, _NO))
