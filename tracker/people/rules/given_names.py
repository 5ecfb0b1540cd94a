"""Keep given names and which of them are forms of one name.

Source: general knowledge of the project, written for it in 2026; nothing is copied. A line of `RELATED` is one name: first
its forms in other languages, by which one person goes in different papers (`Mikhail`, `Michael`), then after `|` pet names
and kindred names, which another person can as well bear (`Misha`). Romanisations need no entry: they are read by sound.
`SINGLE` are names that stand for themselves: they are here so that two of them that sound nearly alike count as different.
"""

from __future__ import annotations

from typing import Final

RELATED: Final = """
Александр Alexander Alexandre Aleksandre Олександр Аляксандр Alejandro Alessandro Aleksanteri Aliaksandr | Саша Шура Саня Санёк Сашка Шурик Alex Алекс Sascha Олесь Алесь Сандро Искандер Искандар Искәндәр
Александра Alexandra Олександра Аляксандра Alessandra Alexandrine Александрина Aliaksandra | Саша Шура Саня Сашенька Алекса Алеся Sandra
Алексей Alexis Alexius Олексий Олексій Аляксей Aleksy Alexei Aleksejs Aliaksei Өлөксөй | Лёша Алёша Лёха Лёшка Алексий
Анатолий Anatole Anatol Анатолій | Толя Толик
Андрей Andrew Andreas André Andrzej Andrius Ондрей Андрій Andrejs Ondřej András Antti Anders Андреас Andres Andrei | Андрюша Дюша Эндрю
Антон Anthony Antonio Antoine Antony Antonius Antanas Anton Antoni Antonín | Тоша Антоша Антоний
Антонина Antonia | Тоня Тонечка
Аркадий Arkady Аркадій | Аркаша
Арсений Arsène Арсеній | Сеня Арсен Арсентий
Артём Artem Artemy Artemius Artemios Artsiom Арцём | Тёма Артемий Артёмка
Афанасий Athanasius Опанас Athanase Охонооһой |
Богдан Bohdan |
Борис Barys | Боря Борька
Вадим Vadym | Вадик
Валентин Valentine Valentinus Валентайн Valiantsin | Валя Валик
Валентина Valentyna Valiantsina | Валя Валюша
Валерий Valery Valerius Валерій | Валера
Валерия Valeria Valérie Valerie | Лера Лерочка
Варвара Barbara Barbora Варвара | Варя Варюша
Василий Basil Vasyl Василь Wasyl Basile Bazyli Vasile Баһылай | Вася
Василиса Vasilisa | Вася Василина
Вениамин Benjamin Веніамін Биньямин Binyamin Beniamin | Веня Бен Ben
Вера Viera |
Вероника Veronica Véronique | Ника
Виктор Victor Віктор Viktoras Wiktor Viktar Віктар | Витя Витёк Вика
Виктория Victoria Victoire Вікторія Wiktoria | Вика Викуля Vicky
Виталий Vitaly Vital Віталій Vitalis | Виталик Виталя
Владимир Vladimir Володимир Уладзімір Waldemar Wladimir Włodzimierz Vladimiras Voldemar Uladzimir | Вова Володя Влад Вовка Вовочка
Владислав Vladislav Уладзіслаў Ladislav Ladislaus Власислав Władysław Uladzislau | Влад Владик Слава Владя
Всеволод Vsevolod Усеволод | Сева
Вячеслав Viacheslav Венцеслав Wacław В'ячеслав Vaclav Václav Viachaslau Вячаслаў | Слава Славик
Галина Halyna Галіна Halina | Галя Галка
Геннадий Gennadius Геннадій Henadz | Гена Генка
Георгий George Georg Georges Georgi Georgios Heorhii Георгій Giorgi Гиорги Георги Jerzy Jiří Jorge Giorgio György Gevorg Геворг Геворк Yrjö Gheorghe | Гоша Жора Егор Юрий Юра Гога Гия Джордж Йорг Гера
Егор Yegor Дьөгүөр | Георгий Егорка Гоша Ягор
Герман Herman Hermann Germain | Гера
Глеб Hleb Hlib |
Григорий Gregory Gregor Grigori Grégoire Grzegorz Hryhorii Григорій Григор Рыгор Gregorio Řehoř Krikor Крикор Ryhor | Гриша Гришка Грег Greg
Давид David Давид Дэвид Davit Dovid Davide Dawid Давыд Дауд Davud | Дэйв Додик
Даниил Daniel Данило Даниэль Daniil Danilo Daniele | Данила Данил Даня Даниял Даниель Danny Danyl Данияр
Данил Danyl | Данила Даня Даниил
Данила | Даня Данил Даниил
Денис Dennis Denys Denis Dionysius Dénes Дионисий | Деня Дэн Дениска
Дмитрий Dimitri Demetrius Дмитро Dymitr Dzmitry Dmytro Dimitris Demetrios Зміцер Дзмітрый Dimitrios Dimitar Zmicier Zmitser Миитэрэй | Дима Митя Димка Димитрий Димон
Евгений Eugene Eugen Eugène Eugeniusz Євген Eugenijus Yevhen Яўген Eugenio Ievgen Evžen Yauhen Yauheni | Женя Жека Женька Gene
Евгения Eugenia Eugénie Євгенія Yevheniia Eugenie Яўгенія Yauheniya Jauhienija | Женя Женечка Женька
Евдокия Eudokia Eudocia Докия Огдооччуйа | Дуня Авдотья Дуся
Екатерина Catherine Katherine Katarina Katharina Катерина Caterina Katarzyna Kateřina Catarina Кацярына Kathrin Jekaterina Ketevan Catalina Cathrine Katerina Кэтрин Кэтрін Katsiaryna Kaciaryna | Катя Катюша Катенька Кэт Kate Kathy Katja Kati Катрин Катарина Каця Катька
Елена Helen Helena Hélène Olena Олена Elene Eleni Алена Ellen Heleen Ileana Алена Гелена Elena Helene Elen Елени Хелена Alena Өлөөнө | Лена Алёна Леночка Ленка Еленка Лёля Леля
Алёна Alena Aliona | Лена Елена Алёнка Олена
Елизавета Elizabeth Elisabeth Elżbieta Elisabetta Элизабет Єлизавета Лизавета Alžběta Isabel Elisaveta Лізавета | Лиза Лизавета Lisa Lisbeth Liza Бетти Элиза Эльжбета Элизабета Eliza
Емельян Emilian Эмилиан Омелян | Емеля
Ефим Euthymius Юхим Efim | Фима Хаим
Захар Zachary Zacharias Захария Zakhary Zachariah | Захарка Закария
Зинаида Zénaïde Зінаїда | Зина Ида
Зоя Zoe Zoé Zoë |
Иван John Johann Jean Johannes Jan Jānis Jonas Giovanni Ioann Иоанн Juan Іван Янка João Janis Johan Ян Ian Иоганн Ioannis Уйбаан | Ваня Ванька Jack Иванко Hans Ованес Jānis Ваньо Хуан Жан Джон Yahya Яхья
Игорь Ihor Igor Ігор Ihar Ігар | Гоша Игорёк
Илья Elias Elijah Illia Ілля Ilia Élie Eliyahu Eliahu Elia Илия Эли Eliasz Ылдьаа | Илюша Ильяс Илюха Элиягу
Инна Inna | Инесса
Иннокентий Innocent Innocenty | Кеша
Иосиф Joseph Josef Осип Józef Yosef Giuseppe Йосип José Ioseb Йосеф Язэп Osip Josip | Ося Юсуф Юсуп Иосель Джозеф Joe Yusuf Осик
Ирина Irene Irène Irena Iryna Ірина Ирэн Irini Arina Ирена | Ира Ариша Ирка Арина Ирочка Иринка Ириша
Арина Arina Орина | Ариша Аня Ирина
Кирилл Cyril Kyrylo Kirill Cyrille Cyryl Кирило Кірыл Kyrill Kiril | Кирюша Кир Киря
Клавдия Claudia Claudette | Клава
Константин Constantine Konstantinos Constantin Костянтин Konstanty Konstantinas Канстанцін Constantinos Kanstantsin Көстөкүүн | Костя Костик Костян Kostas Кастусь Kastus Кастусик
Кристина Christina Christine Kristine Крістіна Krystyna Хрыстына Cristina | Кристя Кристи Крис Chris Христина Kristi Кристиана Тина
Ксения Xenia Xénia Оксана | Ксюша Ксюха Ася Аксинья Аксиния Оксана
Оксана Oxana Аксана | Ксана Ксения Ксюша
Лаврентий Lawrence Laurent Lavrenty Lorenz Laurentius Wawrzyniec | Лавр
Лариса Larissa Larysa | Лара
Лев Leo Leon Lew Лео Levon Leo Arye Léo Aryeh | Лёва Лёвушка Лёня Леон
Леонид Leonidas Leonid Leonidas Леонидас Леанід | Лёня
Лидия Lydia Лідія Lydie | Лида
Лилия Lily Lilia Lilian Лілія Lilly Liliana | Лиля Лилиана Лилит
Лука Luke Lucas Łukasz Luc Лукаш Lukas Luca Лукас |
Любовь Liubov Lubov Любов Лю́бов Любоў Любава | Люба Любаша
Людмила Ludmila Ludmilla Людміла | Люда Люся Мила Людочка
Маргарита Margaret Margarita Marguerite Małgorzata Margareta Margaretha Маргарет Margherita Маргарете | Рита Марго Rita Маргоша Maggie
Мария Mary Marie Maria Marija Марія Marya Марыя Мариа Maryja Мари Miriam Mariya Maria Мириам Mariam Марьям Maryam Мариам Маарыйа | Маша Маруся Маня Маня Муся Машенька Марья Марьяна Марийка Mascha Masha Маюша Марем Меремм Мария Мара
Марк Mark Marcus Marc Marek Marco Маркус Marcos |
Марта Martha Marthe |
Мартин Martin Martinus Мартын Marcin Martynas Martti |
Матвей Matthew Matthias Mateusz Матвій Mathieu Mattias Matthieu Матфей Мацвей Matteo Matyáš Matúš Mateo Matsvei | Мотя Матя Матиас
Михаил Michael Michel Michał Михайло Miguel Michele Mykhailo Микаэл Mikael Мікалай Miquel Mihail Микаил Mikheil Майкл Міхась Михаэль Mikhael Міхаіл Mihály Michal Mykolas Михайла Mícheál Mikhas Mihas Мэхээлэ | Миша Мишка Мика Mike Mischa Мишаня Mick Микаель
Моисей Moses Moshe Мойсей Moïse Moishe Муса Mojżesz Mose Моше Мойше Mosche | Мося Муса
Надежда Nadia Nadezhda Надія Nadine Надзея Nadeschda Nadieja | Надя Надюша
Наталья Natalie Nathalie Natalia Natalya Наталка Nataliya Наталія Nataly Наталина | Наташа Ната Наталка Natasha Natascha Тала Natasza Наташка
Николай Nicholas Nikolaus Nicolas Микола Mikołaj Nicolae Nikolas Нікалай Мікалай Nikola Nicola Mikalai Mykola Nikolaos Nikalai Николас Klaus Nikoloz Miklós Mikuláš Nicolaus Ньукулай | Коля Колька Никола Nick Николаша Микола Нико
Никита Nikita Mykyta Микита Мікіта Niketas Nicetas Mikita | Ник Никитос
Нина Nina |
Олег Oleh Alieh Алег Олег |
Ольга Olga Olha Вольга Helga Хельга Volha | Оля Лёля Ольгуня Оленька Оля
Павел Paul Pavlo Павло Paweł Paolo Pablo Paulius Pavol Pauls Поль Пол Pál Паўло Pauli Павал Paulus Pawlo | Паша Павлик Пашка Павлуша
Полина Pauline Paulina Поліна | Поля Павлина Паулина Аполлинария
Пётр Peter Pierre Petro Петро Piotr Piter Pedro Pietro Petras Petrus Пьотр Petre Pēteris Петрос Petros Петер Petr Pēteris Пятро Pekka Piter Бүөтүр | Петя Петька Пьер Питер Бедрос
Раиса Raisa Raïssa | Рая
Роман Romain Romanus Раман Арамаан | Рома Ромка
Руслан Rouslan |
Савелий Sabellius Saveli Savely | Сава
Семён Simon Симон Semyon Simeon Siméon Семен Szymon Шимон Shimon Simonas Сымон Симеон Simón Siamion Сямён Сэмэн | Сеня Сёма
Серафима Seraphima | Сима Фима
Сергей Serge Sergius Serhii Сергій Sergio Siarhei Sergo Sarkis Серж Сяргей Sergejs Serhiy Сергий Саргис | Серёжа Серж Серёга Серго
София Sofia Sophie Sofya Софья Sonia Софія Zofia Sophia Zsófia Žofie | Соня Sonja Соничка Sonya
Станислав Stanislaus Stanisław Stanislas Станіслаў Stanislau | Стас Слава Стасик
Степан Stephen Stefan Stepan Stephan Stepanos Étienne Steven István Стефан Esteban Stefano Sciapan Steponas Сцяпан Štěpán Tapani Степанос Stsiapan Ыстапаан | Стёпа Stephane Steve Стив
Стефания Stephanie Stefania Stéphanie Stefanie | Стефа
Светлана Svetlana Світлана Святлана Swetłana Sviatlana Sviatłana | Света Светик Лана Светочка Светка
Святослав Sviatoslav Svyatoslav Sviataslau Святаслаў | Слава
Таисия Thaisia Thaïs Таїсія Таисья | Тася Тая
Тамара Tamar Tamara | Тома Тамар
Тарас Taras |
Татьяна Tatiana Тетяна Tatyana Tanya Таццяна Tatjana Tatiane Tatsiana Taciana | Таня Тата Танюша Тетяна Tanja Танечка
Тимофей Timothy Timotheus Тимофій Timothée Timotheos Timothée Цімафей Timoteo Tsimafei | Тима Тим Tim
Тимур Timur Тимер Tamerlan |
Ульяна Juliana Uliana Уляна Юлиана Iuliana Yuliana Julianna Julienne | Уля
Фёдор Theodore Theodor Fedir Федір Théodore Feodor Teodor Тодор Fiodor Theodoros Tivadar Teodoro Хведар Феодор Fiodar Сүөдэр | Федя Теодор Тео
Филипп Philip Philippe Philipp Filip Felipe Пилип Phillip Filippo Філіп | Филя Фил
Эдуард Edward Edouard Eduard Eduardo Едуард Edvard Эдвард | Эдик Эд
Эмилия Emily Emilia Émilie Emilie Емілія | Эмма Миля
Эрик Eric Erik Eirik Erich Ерік |
Юлия Julia Julie Giulia Юлія Iulia Yulia Júlia Юлиа Джулия | Юля Юленька Julija Юлька Жюли
Юлиан Julian Julien Juliano Юліан | Юлий Julius
Юрий Yury Iouri Юрій Jurgis Yuriy Jurij George Юри Jiří Jerzy Юрась | Юра Георгий Егор Юрка Жора Юрген
Яков Jacob Jacques James Yakiv Яків Jakob Jakub Iakob Якуб Иаков Jakov Hakob Акоп Якоб Yaakov Яаков Яша Иакоб Jokūbas Yakub Ya'akov | Яша Джеймс Якуб Джейкоб Жак
Ярослав Jaroslav Jarosław Яраслаў Yaraslau | Ярик Слава
Анна Anne Anna Hanna Ann Ганна Anni Hannah Ана Ania Энн Hana Ханна Аана | Аня Аннушка Анюта Нюра Анечка Нюша Anya Аннет Анка Анька
Анастасия Anastasia Anastasie Анастасія Анастасиа Nastassia Anastassia Настасья | Настя Ася Стася Настенька Настюша Anastasija Nastya Насця Настасся
Ангелина Angelina Ангеліна | Лина Геля Ангела
Анжела Angela Анджела | Анжелика Лика
Анжелика Angelica Angelika Angélique Анжеліка | Лика Анжела Анжелина
Агафья Agatha Агата Agathe Agata | Гаша
Дарья Daria Darya Дарія Dorothy Дар'я Дария Dariya | Даша Дашка Даня Дарина Дашенька Дарьюшка
Ева Eva Eve Ewa Хава Єва Yeva Ieva | Хава Евочка
Жанна Jeanne Janna Joanna Жанна Іоанна Johanna Žanna Иоанна Joan Joana |
Злата Zlata |
Камила Camilla Camille Kamila Камилла Kamilla | Камиля
Карина Carina Karina Karine Карине |
Марина Marina |
Милана Milana | Мила
Олеся Alesia Lesia Леся Алеся Olesya |
Регина Regina Régine |
Римма Rimma |
Роза Rosa Rose |
Снежана Snezhana Сніжана |
Фаина Faina Phaina | Фая
Элеонора Eleanor Eleonora Éléonore Eleonore Элеанора | Нора Эля
Эльвира Elvira Elvire | Эля Элла
Эмма Emma Ема |
Яна Jana Yana Iana | Янина
Янина Janina |
Артур Arthur Arturo | Артурик
Альберт Albert Alberto | Алик
Роберт Robert Roberto |
Ричард Richard |
Виолетта Violet Violetta Viola |
Габриэль Gabriel Gabriele Габриел Гавриил Gavriil Джабраил Gavril Гавриэль | Джибриль Гаврила
Рафаэль Raphael Rafael Рафаил Рафик Рафаел Rafał Рафаэл Raffaele | Рафаиль Рафик Рафа
Исаак Isaac Izaak Itzhak Yitzhak Ицхак Isaak Isac Ісаак | Исхак Ицик
Исхак Ishaq Ishak Исхак Исаак |
Авраам Abraham Абрам Abram Avraham Авраам Ибрагим Ibrahim | Абраша Ибрагим
Самуил Samuel Shmuel Самуэль Samuele Шмуэль Самвел | Муля Самуэл
Соломон Solomon Shlomo Salomon Шломо | Сулейман Шлёма
Аарон Aaron Aharon Арон Аарон | Харун
Сара Sarah Sara Сарра |
Рахиль Rachel Rahel Рахель |
Ревекка Rebecca Rivka Ребекка Ривка | Рива
Эстер Esther Ester Эсфирь Есфирь |
Лазарь Lazarus Lazar Lazare Эльазар |
Наум Nahum Nachum Нахум |
Хаим Chaim Haim | Ефим
Лея Leah Lea Лия Léa |
Ханна Hanna Hannah Хана Channa | Анна
Саломея Salome Salomé Саломе |
Тигран Tigrane Dikran Тигран |
Ованес Hovhannes Ованнес Оганес Hovannes Иоаннес Ованнэс Йованес | Иван Вано
Акоп Hakob Hagop Акоп Агоп Якоб | Яков
Геворг Gevorg Геворк Kevork Георг | Георгий Жора
Карапет Garabed Karapet |
Мкртич Mkrtich Мкртыч |
Грачья Hrachya Грачик Hrach Грачя | Рачик
Гайк Hayk Haik Айк Haig |
Ваган Vahan Ваан |
Ваагн Vahagn Ваагн Вагагн |
Мгер Mher Мхер |
Асмик Hasmik Асмик |
Рипсиме Hripsime Рипсимэ Рипсима |
Эгине Heghine Егине Элине |
Грант Hrant Грант |
Арутюн Harutyun Арутюн Harout | Артур
Анаит Anahit Анаит Анахит Anaïd |
Вардан Vartan Вартан Вардан |
Саркис Sargis Sarkis Саргис Серкис | Сергей Саркис
Хачик Khachatur Хачатур Khachik | Хачик
Микаэл Mikael Микаел Микаэль Mikayel | Михаил Мика
Вахтанг Vakhtang | Вахо
Георги Giorgi | Георгий Гиорги Гия Гога
Кетеван Ketevan Кетеван | Кетино Кети Катерина Екатерина Като
Тинатин Tinatin | Тина Тинико
Нино Nino | Нина
Давит Davit | Давид Дато
Ираклий Irakli Heraclius Геракл | Эрекле
Зураб Zurab | Зура
Николоз Nikoloz | Нико Николай Ника
Лаша Lasha |
Реваз Revaz | Резо
Магомед Магомет Mahomed Магомед Мухамед Muhammad Мохамед Mohammed محمد | Мухаммад Мухаммед Магамед Мага Махмуд Мохьмад Мухамад Мохмад Мухаммет Мөхәммәт Муха́ммад Маго Мамед Mehmet Mehmed Məmməd Мохаммад Мухамет МухӀамад Моххьмад Магома
Ахмед Ahmed Ahmad Ахмад Ахмет Әхмәт Əhməd Ahmet احمد أحمد Ахьмад ХӀахьмад | Ахматка Ахмат Мухаммед Хамид
Ахмат Akhmat | Ахмед Ахмад
Махмуд Mahmud Mahmoud Мәхмүт Mahmut محمود | Мухмад
Хамид Hamid Hameed Хәмит Хамит Гамид Həmid حميد | Абдулхамид Абдул-Хамид
Гаджи Haji Hadji Хаджи حاجي Гьажи | Хаджимурад
Гасан Hasan Hassan Хасан Хәсән Həsən حسن Хьасан Гьасан | Эсен
Гусейн Hussein Hussain Husein Хусейн Хусаин Хөсәен Hüseyn Гусен Гусейин Хьусейн Hossein Husain حسين | Хусен Хисейн
Ибрагим Ibrahim Ибраһим Ibrahim Ибраим Ебрахим İbrahim ابراهيم إبراهيم | Ибра Авраам Абрам
Исмаил Ismail Исмагил Исмагыйль Ismayil Исмоил Isma'il إسماعيل اسماعيل Исмаиль | Исма
Исрафил Israfil Исрафиль |
Юсуф Yusuf Joseph Yousef Йосыф Юсуп Yusup Юсиф Йосоп Yusif يوسف Юсиф Юсеф | Иосиф Джозеф
Якуб Yakub Yaqub Якуп Yaqoub Ягуб Якъуб يعقوب Jacob | Яков
Юнус Yunus Younes Юныс Jonah يونس | Иона
Умар Omar Umar Омар Гомәр Ömer Гомер Умер عمر Ӏумар | Омер
Усман Osman Uthman Осман Госман Othman عثمان | Гусман
Али Ali Гали Алий علي Ӏела Әли Əli | Алихан Алик
Саид Said Sayid Сайд Сагит Сәет Saïd Səid Sayed Сеид Saeed سعيد | Сайит Сагид
Сулейман Suleiman Suleyman Сулайман Solomon Сөләйман Сулиман Süleyman سليمان | Сулим Соломон
Муса Musa Moussa Мусса Mousa موسى | Моисей
Иса Isa Гайса Issa عيسى Гиса | Гиса
Мустафа Mustafa Mostafa Мостафа مصطفى |
Мурад Murad Мурат Морат Mourad مراد Мурад | Марат Мурадин
Рамазан Ramazan Ramadan Рамадан Рамзан Рамаҙан رمضان |
Шамиль Shamil Chamil شامل Шамил | Шами
Руслан Ruslan Рослан |
Рустам Rustam Rustem Рустем Рөстәм Rostam | Рустик
Анвар Anvar Anwar Әнвәр Энвер Enver أنور |
Ринат Rinat Ренат Renat Ринәт Рәнәт | Рена
Ильдар Ildar Илдар Эльдар Ильдан Eldar | Илик
Ильнур Ilnur Илнур |
Камиль Kamil Кәмил Kamal Камил | Камал
Карим Karim Кәрим Kareem كريم | Абдулкарим Абдул-Карим
Керим Kerim |
Рашид Rashid Рәшит Рашит Rachid رشيد |
Фарид Farid Фәрит Фарит Fareed فريد |
Наиль Nail Наил Наилъ |
Халил Khalil Хәлил Halil Khaleel خليل Халиль |
Халид Khalid Khaled Халит خالد |
Хамзат Hamza Хамза Гамзат Хәмзә حمزة |
Шамхан Shamkhan |
Булат Bulat Болат Полат |
Айрат Airat Ayrat |
Зуфар Zufar Зөфәр |
Абдулла Abdullah Abdallah Габдулла عبدالله Абдуллах Ғабдулла Abdulla | Абдул Абдула Абду
Абдурахман Abdurrahman Abdul-Rahman Abdelrahman Габдрахман عبدالرحمن Абдуррахман Абдрахман Абдурагман | Рахман
Абдурашид Abdulrashid Абдул-Рашид | Рашид
Джамал Jamal Жамал Гамал Gamal Camal Джамаль جمال | Джамалудин Джамалдин
Джабраил Jabrail Jibril Gabriel Жабраил جبريل Cəbrayıl | Гавриил Габриэль
Джохар Dzhokhar Jokhar |
Искандер Iskander Искандар Iskandar Искәндәр | Александр
Ислам Islam إسلام |
Хизир Khizir Хизри Хидир Khidr Hızır Хыдыр |
Заур Zaur | Заурбек
Идрис Idris Идриз إدريس |
Ильяс Ilyas Elias Ильяз إلياس | Илья
Тагир Tahir Тахир Таһир Taher طاهر |
Зелимхан Zelimkhan Залимхан | Зелим
Беслан Beslan |
Вахид Wahid Вахит Vahid |
Мансур Mansur Mansour منصور |
Расул Rasul Rasool رسول |
Рауф Rauf Raouf Рәуф |
Шариф Sharif Шәриф Шарип Шәрип | Шарипа
Эльмира Elmira Эльмира | Эля
Эльза Elsa Elza | Эля
Алия Aliya Alia Галия Ғәлиә | Аля
Амина Amina Аминат Aminat Әминә Əminə أمينة آمنة امينة | Аминка Эмина Эминат
Айша Aisha Айшат Aishat Гайша Ayşe Aicha Aïcha Айшә Айсат عائشة | Аиша Айшет
Фатима Fatima Фатимат Фатыма Фәтимә Fatma فاطمة | Патимат Патя Фатма Патима Петимат
Патимат Patimat Патима | Фатима Петимат
Петимат Petimat | Патимат Фатима
Хадижа Khadija Хадижат Hadija Хәдичә Хадича Hatice Xədicə خديجة Khadijat Хадиджа | Хадиша Хадишат
Зайнаб Zainab Зәйнәп Зейнаб Зайнап Zeynəb Zeinab Zeynep زينب | Зейнап Зайна
Зухра Zuhra Зөһрә Zukhra Захра زهراء | Зюхра Зара
Лейла Leila Leyla Ләйлә Лейля Layla Laila ليلى Ляйля | Ляля
Марьям Maryam Мариам Mariam Miriam Мәрьям Марям Мириам Meryem مريم Məryəm | Марем Марьяна Мария Мариям Марямат
Марем Marem | Марьям Мариам
Мадина Madina Medina Мәдинә مدينة |
Малика Malika Мәликә ملكة |
Наиля Nailya Найля Наилә |
Сафия Safiya Сафийя Safia صفية | София
Гузель Guzel Гүзәл Гюзель Güzel Гөзәл Гузяль Gusel |
Гульнара Gulnara Гөлнара Гюльнара Gülnara | Гуля Гульнар
Гульназ Gulnaz Гөлназ |
Гульшат Gulshat Гөлшат |
Айгуль Aigul Айгөл Aygül Айгюль Айгүл |
Айсылу Aisylu Айһылыу Aysylu |
Лейсан Leysan Ләйсән Ляйсан Laysan Ляйсян |
Ляйля Lyaylya | Лейла
Джамиля Jamila Җәмилә Жамиля Djamila Jamilya Ямиля جميلة Жәмилә | Жамила
Разия Razia Рәзия Raziya | Разият
Зульфия Zulfiya Зөлфия Sulfia |
Альфия Alfiya Әлфия |
Дания Daniya Дәния |
Нурия Nuria Нурия |
Фарида Farida Фәридә فريدة |
Рашида Rashida Рәшидә رشيدة |
Резеда Rezeda |
Флюра Flyura Флүрә Флура |
Зиля Zilya Зилә |
Миляуша Milyausha Миләүшә |
Чулпан Chulpan Чулпан Сулпан |
Салават Salavat |
Наран Naran |
Санал Sanal |
Баатр Batr Баатар Батр Батор Баатор Баатыр | Батыр
Доржи Dorzhi Доржо Dorji Дорджи Дорж |
Цырен Tsyren Церен Цэрэн Zeren Tseren | Цырендоржо
Цыден Tsyden Цеден |
Бадма Badma Бадм |
Санджи Sandzhi Санжа Сандж Санжи |
Чингис Chingis Чингиз Genghis Чинггис Шынгыс Cingiz |
Мингиян Mingiyan Миңгян Минган |
Мерген Mergen Мэргэн Мергн |
Жаргал Zhargal Джиргал Җирһл Жиргал |
Баир Bair Баяр |
Очир Ochir Вачир |
Зоригто Zorigto Зоригт | Зорикто
Бэлигма Beligma Бэлэгма |
Дулма Dulma |
Сэсэг Seseg Цецег Сэсэгма Сесег Цэцэг | Сэсэгма
Саглара Saglara Саглр |
Гиляна Gilyana Гилян Гилана Гиляна |
Айыына Ayyyna Айына |
Айталина Aitalina |
Сардаана Sardaana Сардана |
Туйаара Tuyaara Туйара Туяра |
Нюргун Nyurgun Ньургун |
Уйгулаана Uigulaana Уйгулана |
Кэскил Keskil Кескил |
Саргылана Sargylana Саргылаана |
Айаал Aiaal Аял Айал |
Дьулус Dyulus Джулус |
Кежик Kezhik |
Шолбан Sholban |
Чечек Chechek Чечээ |
Тимирбулат Timerbulat Тимербулат |
Махаматдин Магомедали Мухаммадали Магомед-Али |
Хас-Магомед Хасмагомед Хас-Мохьмад |
Мовсар Movsar |
Рамзан Ramzan | Рамазан
Лом-Али Lom-Ali Ломали |
Аслан Aslan Арслан Арсалан |
Асланбек Aslanbek Асламбек Аслан-Бек |
Бекхан Bekkhan |
Турпал Turpal |
"""

SINGLE: Final = """
Агунда Адам Адлан Адель Азамат Азат Айбулат Айвар Айваз Айгерим Айдар Айза Айзат Айлана Аймани Айнур Айсен Айтал Айхал Алан Алдар Алдынай Алевтина Алёв Алика Алина Алиса Алихан
Алла Алмаз Алсу Алтана Алтын Алхазур Альбина Альгыс Альмир Альмира Аманат Амгалан Амир Амира Амыр Ануш Анзор Апти Арам Арби Аржан Армен Армине Арпине Арсалан Артак Артыш Арюна
Асель Асет Асият Асия Асхат Асхаб Ася Атнер Ахсар Ашот Ашура Аюна Аялга Аяна Аяс Багаудин Баина Баирма Байбал Байрта Бальжима Баргас Басан Бата Батраз Баярма Баясхалан Башир Белла Берта
Билал Биликто Борух Буян Вазген Ваха Венера Вильдан Вугар Вугар Газиз Гагик Гапур Гарик Гаяне Гоар Герел Гульсина Гурген Дамба Дамир Дамира Дамдин Данис Дарима Даши Делгир
Деляш Демьян Диана Дилара Дина Динар Динара Дильбар Долгор Долгорма Заза Загидат Зайтуна Заира Заки Залина Залия Замир Замира Зара Зарема Зарина Зарета Зиннур Зулихан Иза Изабелла Илез
Ильгам Ильгиз Ильдус Ильмира Ильнар Ильсия Ильсияр Ильсур Ильфат Ильшат Инга Индира Инесса Италмас Казбек Калимат Капитолина Карен Каха Кира Кишта Клара Клим Курбан Курман Лаура Леван Левон Лечи Лиана Лилит Луиза
Лусине Мамука Манана Майя Майрбек Марат Марет Марсель Мата Мидхат Милена Минтимер Мирон Мирослава Мичил Мовлид Мушег Назар Намсарай Нана Нарек Нарине Нарспи Нафиса Нелли Нестор
Ника Нима Нодар Нонна Нурсият Нуне Олжас Оюн Оюна Платон Прасковья Прохор Радик Радмир Раиль Раиля Рамиль Рамис Раяна Ренар Рената Риза Риф Рифат Ростислав Рубен Рузалия Рузанна Рузиля Румия
Руфина Рушан Рушания Сабина Савва Савр Сайхан Сайына Салима Салман Салих Самат Самвел Сандал Сания Сарыал Сарыг Саяна Саян Сахая Сацита Седа Славик Солбон Сослан Спартак Сурен Сусанна
Татевик Таус Таймураз Тамаз Тенгиз Тимир Тихон Тоита Трофим Тумэн Туяна Улюмджи Урал Фадис Фания Фаниль Фанис Фанзиля Фархад Фаяз Феликс Фидан Физалия Фирюза Флюр Хава Хаважи
Хаджимурад Хеда Хетаг Хонгор Цагана Цыпилма Чаян Чимит Чимита Чойгана Шалва Шончалай Эдгар Элина Элла Эльнара Эльнур Эльчин Эльшан Эмиль Эржена Эрдни Эрдэни Эрдэм Эренцен Эрэл Эрес Эрхан Эрчим
Эсет Этери Юлай Юлдуз Яраги Ясмина Яха Аюр Балдан Билигма Вилен Влас Владлена Гелий Гульчачак Гульфия Гульнур Данияр Дарина Джульетта Дугар Евсей Елисей Есения Жасмин Игнат Игнатий
Ида Изольда Илона Ипполит Искра Казимир Климент Кузьма Лада Лана Лина Лолита Любомир Майра Макар Максим Марианна Марьяна Мелисса Мира Митрофан Мухтар Нариман Николь Новелла Октябрина Остап Пелагея Родион
Рогнеда Рудольф Ренальд Саида Салтанат Самир Самира Сармат Севиль Селим Селима Серафим Стелла Султан Тая Тамерлан Тофик Турал Фатхулла Федот Фома Фрида Хатуна Шафкат Элеана Эдита
Эсмира Юлий Яфет Ян Янис Ярмила Эвелина Леонтий Леонард Лиза Людвиг Ратмир Ратибор Рем Савин Сайсары Сулим Тахмина Тимерлан Тотраз Хас Хусаина Цаган Шахрудин Шарлотта Юханан Ясир Яван Эркен Эркин
"""
