\set id random(1, 20000)
select data from yardstick.rows where id = :id;
